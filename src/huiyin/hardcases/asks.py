"""What each move of a long case and of a hard matter asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.flow.says import Ask
from huiyin.hardcases.states import FocusResult


def _kinds(book: Any) -> Sequence[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in book.hardcases.kinds]


def _results(book: Any) -> Sequence[tuple[str, str]]:
    return [(result.value, result.label) for result in FocusResult]


REASON = Ask("reason", "列入理由", "lines", longest=500, keep="hash", help="为什么一时办不了：涉及谁、卡在哪里")
CONDITION = Ask(
    "condition", "销账条件", "lines", longest=500, keep="hash", help="具备什么条件就可以办结，如：管网改造立项"
)
OWNER = Ask("owner", "责任单位", "unit")
LEADER = Ask("leader", "责任领导", longest=60, keep="hash", help="写职务，如：分管副市长")
REVIEW_ON = Ask("review_on", "下次复查日期", "day")
PROPOSE = (Ask("kind", "种类", "choice", choices=_kinds), REASON, CONDITION)
ACCEPT = (OWNER, LEADER, REVIEW_ON)
FOLLOW = (
    Ask("kind", "种类", "choice", choices=_kinds), REASON, Ask("condition", "销账条件", "lines", required=False, keep="hash"),
    Ask("owner", "责任单位", "unit"), REVIEW_ON,
)  # fmt: skip
HAND_OVER = (OWNER, LEADER, CONDITION)
REVIEW = (
    Ask("words", "复查情况", "lines", longest=1000, keep="hash", help="条件变化、做了什么、还差什么"),
    Ask("ripe", "销账条件已具备", "flag", help="勾选后提醒督办员安排办结"),
    REVIEW_ON,
)
URGE = (Ask("note", "说明", "lines", required=False, longest=500),)
WHY = (Ask("words", "说明", "lines", longest=500, keep="hash"),)
CLOSE = (Ask("why", "原因", "choice"),)

CHOOSE = (
    Ask("month", "月份", "day", help="写这个月的任何一天"),
    Ask("title", "问题", longest=120, keep="hash"),
    Ask("why", "为什么选它", "lines", longest=500, keep="hash", help="群众反映多少、久拖多久、影响多大"),
    Ask("aim", "本月目标", "lines", longest=500, keep="hash"),
    Ask("category", "类别", "choice", required=False, help="选了类别，月末报告自动列出受理件数"),
    OWNER,
    Ask("leader", "牵头领导", longest=60, keep="hash", help="写职务"),
)
NOTE = (Ask("words", "进展", "lines", longest=1000, keep="hash"),)
JOIN = (Ask("case", "工单编号", "case"),)
REPORT = (
    Ask("result", "月末结果", "choice", choices=_results),
    Ask("report", "月末报告", "lines", longest=2000, keep="hash", help="做了什么、解决了多少、还差什么、下一步"),
)
