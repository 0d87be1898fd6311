"""What each move of this room asks for, in the user's words."""

from collections.abc import Sequence
from typing import Any

from huiyin.flow.says import Ask
from huiyin.supervision.states import About, Outcome, Side, Trace, Verdict


def _kinds(book: Any) -> Sequence[tuple[str, str]]:
    return [(kind.code, f"{kind.label}（{kind.within.label}内反馈）") for kind in book.supervision.kinds]


def _meetings(book: Any) -> Sequence[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in book.supervision.meetings]


def _words(labels: type) -> Any:
    def choices(book: Any) -> Sequence[tuple[str, str]]:
        return [(one.value, one.label) for one in labels]  # type: ignore[attr-defined]

    return choices


UNTIL = Ask("until", "反馈期限", "when", required=False, help="不填按督办方式的规定期限")
REASON = Ask("reason", "理由", "lines", longest=500)

ISSUE = (
    Ask("kind", "督办方式", "choice", choices=_kinds),
    Ask("asked", "督办要求", "lines", longest=1000, keep="hash", help="要单位做到什么、反馈什么；写入督办通知单"),
    UNTIL,
)
REPORT = (Ask("report", "落实情况", "lines", longest=2000, keep="hash"),)
ANSWER_FOR = (
    Ask("report", "单位所述的落实情况", "lines", longest=2000, keep="hash", help="电话、当面答复的，由督办人代为登记"),
)
FINDING = (Ask("finding", "督办所见", "lines", longest=2000, keep="hash", help="到了哪里，见到什么，问到什么"),)
FOLLOW = (
    Ask("trace", "类型", "choice", choices=_words(Trace)),
    Ask("words", "情况", "lines", longest=500, keep="hash"),
)
URGE = (Ask("words", "催办说明", "lines", required=False, longest=500, keep="hash", help="写入催办通知书"),)
EXTEND = (Ask("until", "改至", "when"), REASON)
ACCEPT = (
    Ask("outcome", "督办结果", "choice", choices=_words(Outcome)),
    Ask("judged", "认可意见", "lines", required=False, longest=500, keep="hash"),
)
SEND_BACK = (Ask("reason", "哪里没有落实", "lines", longest=500), UNTIL)
RECALL = (REASON,)
HEIR = (Ask("unit", "承接单位", "unit"),)

SEND = (
    Ask("about", "核实什么", "choice", choices=_words(About)),
    Ask("what", "核实要求", "lines", longest=500, keep="hash"),
    Ask("place", "核实地点", longest=200, keep="hash"),
    Ask("checker", "核实人", "case", help="承办单位以外、也不是审核通过该反馈的人"),
)
FIND = (
    Ask("verdict", "核实结论", "choice", choices=_words(Verdict)),
    Ask("visited_at", "到场时间", "when"),
    Ask("met", "在场人员", required=False, longest=200, keep="hash"),
    Ask("found", "核实情况", "lines", longest=2000, keep="hash"),
)
HAND_ON = (Ask("checker", "改派核实人", "case"),)

CALL = (
    Ask("kind", "种类", "choice", choices=_meetings),
    Ask("title", "议题", longest=100, keep="hash"),
    Ask("planned_at", "召开时间", "when"),
    Ask("place", "地点", longest=100, keep="hash"),
    Ask("chair", "主持人", longest=60, keep="hash"),
    Ask("units", "参会单位", "units", required=False, help="约谈的是被约谈的单位，通知其领导"),
    Ask("agenda", "要解决的问题", "lines", longest=1000, keep="hash"),
)
MOVE_DAY = (Ask("planned_at", "改至", "when"), Ask("place", "地点", longest=100, keep="hash"), REASON)
MINUTES = (
    Ask("held_at", "实际召开时间", "when"),
    Ask(
        "attendants", "到会人员", "rows",
        columns=(
            Ask("side", "身份", "choice", choices=_words(Side)),
            Ask("name", "姓名、职务", longest=60, keep="nothing"),
            Ask("of", "单位或企业", required=False, longest=60, keep="nothing"),
        ),
    ),
    Ask("minutes", "会议纪要", "lines", longest=4000, keep="hash"),
    Ask(
        "tasks", "议定事项", "rows", required=False,
        help="定稿后成为工单的协办任务；不能增派协办的，成为给该单位的督办单",
        columns=(
            Ask("what", "事项", longest=400, keep="hash"),
            Ask("unit", "责任单位", longest=60, keep="nothing", help="全称或简称"),
            Ask("owner", "责任人", required=False, longest=40, keep="nothing"),
            Ask("until", "完成日期", "day"),
            Ask("case", "工单编号", required=False, longest=40, keep="nothing"),
        ),
    ),
)  # fmt: skip
