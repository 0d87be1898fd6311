"""What a unit may ask for: more time, to be rid of a case, to put it off."""

from typing import Literal

from pydantic import Field

from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Count, Flag, Positive, Section


class Extension(Section):
    """How a unit gets more time."""

    mode: Literal["inform", "centre", "instructor"] = Field(
        description="延期方式：inform 告知即可，centre 中心批准，instructor 批示人批准"
    )
    max_times: Count = Field(description="每件最多延期几次；0 为不可延期")
    max_amount: Limit = Field(description="每次最多延长多少")
    ask_before_expiry: Flag = Field(description="是否须在到期之前提出")
    protected_until_decided: Flag = Field(description="已按时提出的，批复之前是否不算超期")
    tell_petitioner: Flag = Field(description="是否须向诉求人说明原因")
    tell_centre: Flag = Field(description="是否须向中心说明原因")


class Returns(Section):
    """How a unit says that a case is not its own."""

    within: Limit = Field(description="派出之后多久之内可以退单")
    free_times: Count = Field(description="每件前几次退单不计考核")
    needs_leader_and_basis_after: Count = Field(description="退过几次之后，再退须有领导签字和法律依据")
    clock_runs: Flag = Field(description="退单审核期间单位的时限是否照走")
    step_by_step: Flag = Field(description="是否只能逐级退回上一级单位")
    max_to_arbitration: Positive = Field(description="退单满几次提交裁定")


class Suspension(Section):
    """Putting a case on the ledger (挂账) because its time has not come."""

    allowed: Flag = Field(description="可否挂账")
    max_review_days: Positive = Field(description="最迟多少天后须复核一次")
