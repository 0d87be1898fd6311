"""How a case is sent out, answered, examined and joined with others."""

from typing import Literal

from pydantic import Field

from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Count, Flag, Positive, Section


class Dispatch(Section):
    """What holds when a case is sent to units."""

    fallback: Literal["territory", "none"] = Field(
        description="职责不清时派给谁：territory 属地政府兜底，none 由中心研究"
    )
    closes_with: Literal["lead", "all"] = Field(
        description="联合办理何时算办完：lead 主办单位反馈，all 主办、协办都反馈"
    )
    co_units: Count = Field(description="协办单位最多几个")
    recall_before_sign: Flag = Field(description="签收之前可否撤回")


class Trays(Section):
    """What holds for work that waits for several colleagues alike."""

    claim_minutes: Positive = Field(description="领取的工单多少分钟内没有办理即自动放回")


class Answers(Section):
    """Who tells the petitioner what came of it."""

    answered_by: Literal["unit", "centre"] = Field(
        description="由谁答复诉求人：unit 单位随反馈答复，centre 中心审核后答复"
    )
    contact_first: Flag = Field(description="承办单位是否须先行联系诉求人")


class Audit(Section):
    """What holds while the centre examines a reply."""

    minimum_left: Limit = Field(description="反馈被退回重办时，单位至少还有多少时间")
    gives_back_time: Flag = Field(description="审核占用的时间是否还给单位")


class Merge(Section):
    """What holds when several requests are one matter."""

    due: Literal["earliest", "own"] = Field(description="并案后的期限：earliest 取最早的，own 各按各的")


class Repeats(Section):
    """When requests are shown as perhaps the same matter, and to whom a repeat is counted."""

    window_days: Positive = Field(description="多少天内的相同诉求算重复")
    same_caller_joins: Flag = Field(description="同一来电人的在办件，再次来电是否作为催单或补充而不另立新件")


class Attachments(Section):
    """How much may be attached to a case."""

    megabytes: Positive = Field(description="每个附件最大多少兆字节")
    a_case: Positive = Field(description="每个工单最多多少个附件")
