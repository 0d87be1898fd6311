"""What each move of an instruction and of a task asks for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from huiyin.flow.says import Ask
from huiyin.instructions.states import Mark


def _kinds(book: Any) -> Sequence[tuple[str, str]]:
    return [(one.code, one.label) for one in book.instructions.kinds]


def _marks(book: Any) -> Sequence[tuple[str, str]]:
    return [(mark.value, mark.label) for mark in Mark]


REASON = Ask("reason", "理由", "lines", longest=500)
WORDS = Ask("words", "批示内容", "lines", longest=2000)
KIND = Ask("kind", "类型", "choice", required=False, choices=_kinds, help="不选为通常类型")
UNITS = Ask("units", "涉及单位", "units", required=False, help="不选的交主办单位，没有的另行交办")
DUE = Ask("due", "要求反馈日期", "day", required=False, help="不填按规定期限")
ONWARD = Ask("onward", "请哪位领导阅示", "case")

PRESENT = ()
INSTRUCT = (WORDS, KIND, UNITS, DUE)
PASS_ON = (replace(WORDS, label="批注", required=False), ONWARD)
ENTER = (
    Ask("mark", "签批", "choice", choices=_marks, help="只画圈的是圈阅，不算批示"),
    replace(WORDS, label="手写内容", required=False, help="照纸面逐字录入；圈阅可不填"),
    Ask("written_on", "批示日期", "day"),
    KIND,
    replace(UNITS, label="批示点名的单位"),
    DUE,
    replace(ONWARD, required=False, help="阅示的填，如批“请某某副市长阅示”"),
)
RECORD = (
    WORDS,
    Ask("on_paper", "纸质", "flag"),
    Ask("written_on", "批示日期", "day"),
)
GIVE = (
    Ask("units", "承办单位", "units", help="一次可交几个单位，各自反馈"),
    Ask("what", "交办事项", "lines", required=False, longest=500, help="一次批示有几处或几个日期的，分几次交办"),
    DUE,
)
LINK = (Ask("numbers", "工单编号", "lines", longest=2000, help="一行一个，或用逗号隔开"),)
OPENED = (Ask("cases", "工单", "rows", columns=(Ask("case", "工单", "case"),)),)
ACCOUNT = (Ask("account", "办理情况", "lines", longest=4000),)
HEIR = (Ask("unit", "承接单位", "unit"),)
NEW_DUE = (Ask("due", "新的反馈日期", "day"), REASON)
