"""How a request can end, by which words: results, refusals, transfers, voiding, rejections of a reply."""

from pydantic import Field

from huiyin.rulebook.section import Coded, Flag, Text


class Result(Coded):
    """What came of a request."""

    solves: Flag = Field(description="是否算问题已解决")
    closes: Flag = Field(default=True, description="可否以此结果办结")
    suspends: Flag = Field(default=False, description="是否转为挂账，到期复核")
    needs_reviewer: Flag = Field(default=False, description="是否须第二人复核")


class Refusal(Coded):
    """Why a request is not accepted, and which way the petitioner is told to go."""

    route: Text = Field(description="告知诉求人的法定途径")
    needs_old_number: Flag = Field(default=False, description="是否须填写原工单编号")
    needs_reviewer: Flag = Field(default=False, description="是否须第二人复核")


class Transfer(Coded):
    """To whom a call is handed over at once."""

    phone: str = Field(description="对方号码；没有专号的写空")


class VoidReason(Coded):
    """Why an entry does not count at all."""


class RejectCause(Coded):
    """Why a unit's reply is sent back (the seven causes of the Dandong report)."""

    loses_on_time: Flag = Field(default=False, description="以此退回的，即使后来通过也不再算按期")


class ReassignCause(Coded):
    """Why the centre takes a case from one unit and gives it to another one."""

    centre_erred: Flag = Field(default=False, description="派错单位：视同没有派给原单位，其时间不算作原单位超期")


class RevealPurpose(Coded):
    """For what a petitioner's identity may be opened; each opening is recorded with it."""
