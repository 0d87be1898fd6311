"""What each move of a test call asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.flow.says import Ask
from huiyin.linetests.states import ANSWERS, MISSES


def _answers(book: Any) -> Sequence[tuple[str, str]]:
    return [(one.value, one.label) for one in ANSWERS]


def _misses(book: Any) -> Sequence[tuple[str, str]]:
    return [(one.value, one.label) for one in MISSES]


WORDS = Ask("words", "备注", required=False, longest=500, keep="hash")
ANSWERED = (
    Ask("heard", "接听", "choice", choices=_answers, help="响铃几声之内算按时，由规则簿规定"),
    Ask("discourteous", "用语不规范", "flag"),
    WORDS,
)
MISSED = (Ask("heard", "结果", "choice", choices=_misses), WORDS)
ENGAGED = (WORDS,)
EXPLAIN = (Ask("explanation", "说明", "lines", longest=500, keep="hash", help="为什么没有接，怎样改进"),)
VOID = (Ask("reason", "作废的理由", "lines", longest=500, help="如：当时号码录入有误；作废的不计入接通率"),)
