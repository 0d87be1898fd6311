"""What each move of a call-back asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.callbacks.states import Miss
from huiyin.cases.asks import CAUSE
from huiyin.flow.says import Ask


def _grades(book: Any) -> Sequence[tuple[str, str]]:
    return [(grade.code, grade.label) for grade in book.callback.grades]


def _dimensions(book: Any) -> Sequence[tuple[str, str]]:
    return [(dimension.code, dimension.label) for dimension in book.callback.dimensions]


def _misses(book: Any) -> Sequence[tuple[str, str]]:
    return [(miss.value, miss.label) for miss in Miss]


def _ticks(book: Any) -> Sequence[tuple[str, str]]:
    return [("yes", "认可"), ("no", "不认可")]


def _results(book: Any) -> Sequence[tuple[str, str]]:
    return [(result.code, result.label) for result in book.results if result.closes]


DO_NOT_CALL = Ask("do_not_call", "诉求人要求不再致电", "flag")
WISH_TICKS = Ask(
    "wish_ticks", "诉求点", "rows", required=False, help="诉求人对每一条怎么说；没有问到的不选",
    columns=(Ask("ordinal", "序号", "number"), Ask("says", "诉求人说", "choice", required=False, choices=_ticks)),
)  # fmt: skip
ANSWERED = (
    Ask("grade", "满意程度", "choice", choices=_grades, help="按诉求人的原话选，没有评价的请用“接通未评价”"),
    Ask("dimensions", "不满意的方面", "choices", required=False, choices=_dimensions),
    Ask("words", "诉求人怎么说", "lines", required=False, longest=500, keep="hash"),
    Ask("reasonable", "不满意的理由成立", "flag", help="成立的发回单位重办；不成立的由第二人判断"),
    WISH_TICKS,
    DO_NOT_CALL,
)
DECLINED = (Ask("words", "诉求人怎么说", "lines", required=False, longest=500, keep="hash"), DO_NOT_CALL)
NOT_REACHED = (Ask("miss", "未接通原因", "choice", choices=_misses),)
JUDGE_REASONABLE = (Ask("reason", "理由", "lines", longest=500),)
JUDGE_UNREASONABLE = (
    Ask("result", "办理结果", "choice", choices=_results),
    Ask("reason", "研判理由", "lines", longest=500),
)
DROP = (Ask("why", "原因", "choice"),)

OBJECT = (
    Ask("undone", "单位说办了，其实没办", "flag"),
    Ask("words", "哪里没有办好，希望怎样", "lines", longest=500, keep="hash"),
)
DECISION = Ask("decision", "答复诉求人", "lines", longest=500, keep="hash", help="诉求人在查询页面看得到")
GRANT = (CAUSE, DECISION)
DECLINE = (DECISION,)
