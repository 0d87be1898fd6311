"""What is asked with the moves of this room."""

from typing import Any

from huiyin.flow.says import Ask
from huiyin.rulebook.escalation import CARDS, Rung
from huiyin.rulebook.section import pairs

REASON = (Ask("reason", "理由", "lines", longest=500),)
WORDS = (Ask("words", "说明", "lines", required=False, longest=500),)


def _rungs(book: Any) -> list[tuple[str, str]]:
    return [(rung.value, rung.label) for rung in Rung if rung not in CARDS]


def _causes(book: Any) -> list[tuple[str, str]]:
    return pairs(book.reject_causes)


def _kinds(book: Any) -> list[tuple[str, str]]:
    return [("praise", "通报表扬"), ("criticism", "通报批评")]


def _situations(book: Any) -> list[tuple[str, str]]:
    return pairs(book.escalation.accountability.situations)


def _bodies(book: Any) -> list[tuple[str, str]]:
    return pairs(book.escalation.accountability.bodies)


def _outcomes(book: Any) -> list[tuple[str, str]]:
    return pairs(book.escalation.accountability.outcomes)


PROPOSAL = (
    Ask("rung", "措施", "choice", choices=_rungs),
    Ask("unit", "单位", "unit", required=False, help="不写工单时必选；写了工单即其主办单位"),
    Ask("case", "工单编号", longest=40, required=False),
    Ask("whom", "约谈对象", longest=40, required=False, help="约谈时填写岗位，如 单位分管领导"),
    Ask("why", "事由", "lines", longest=300, keep="hash"),
)
ORDER = (
    Ask("decision", "决定意见", "lines", required=False, longest=500),
    Ask("carry_out_by", "落实期限", "day", required=False),
)
SET_ASIDE = (Ask("decision", "不予采取的理由", "lines", longest=500),)
CARRY_OUT = (
    Ask("day", "落实日期", "day"),
    Ask("outcome", "落实情况", "lines", longest=1000, help="做了什么、单位怎样表态、下一步怎样办"),
)

CIRCULAR = (
    Ask("kind", "种类", "choice", choices=_kinds),
    Ask("title", "标题", longest=120),
    Ask("named", "被通报的单位", "units"),
    Ask("causes", "原因", "choices", required=False, choices=_causes, help="通报批评必选，可多选"),
    Ask("cases", "所涉工单编号", "choices", required=False, help="正文只出现编号和隐去诉求人的摘要"),
    Ask("text", "正文", "lines", longest=5000, keep="hash"),
    Ask("to_all", "发至全部单位", "flag", required=False, help="不选即只发给被通报的单位"),
)
HANDOVER = (
    Ask("unit", "单位", "unit"),
    Ask("situation", "情形", "choice", choices=_situations),
    Ask("body", "移送机关", "choice", choices=_bodies),
    Ask("responsible", "责任岗位", longest=120, required=False, help="写岗位，不写姓名，如 分管副局长"),
    Ask("cases", "所涉工单编号", "choices", required=False, help="移送前至少要有一件"),
    Ask("facts", "事实和依据", "lines", longest=5000, keep="hash"),
)
RECEIVED = (Ask("day", "受理日期", "day"), Ask("receipt", "受理文号或经办人", longest=120, required=False))
CONCLUDED = (
    Ask("day", "处理日期", "day"),
    Ask("outcome", "处理结果", "choice", choices=_outcomes),
    Ask("result", "处理情况", "lines", longest=1000, keep="hash"),
)
CORRECTION = (
    Ask("unit", "单位", "unit"),
    Ask("title", "整改事项", longest=120),
    Ask("wanted", "整改要求", "lines", longest=1000, keep="hash"),
    Ask("due_on", "期限", "day"),
)
REPORT = (Ask("report", "整改报告", "lines", longest=2000, keep="hash", help="查明的原因、已做的整改、防止再犯的办法"),)
ACCEPTED = (Ask("opinion", "验收意见", "lines", required=False, longest=500),)
SENT_BACK = (
    Ask("opinion", "退回的理由", "lines", longest=500),
    Ask("due_on", "新的期限", "day", required=False, help="不填即仍按原期限"),
)
REMINDER = (Ask("kind", "种类", longest=10),)
