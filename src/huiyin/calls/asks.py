"""What each move of a ring-back asks for."""

from typing import Any

from huiyin.flow.says import Ask
from huiyin.rulebook.calls import CallOutcome

WORDS = Ask(
    "words", "备注", required=False, longest=500, keep="hash", help="如：来电人已自行解决；要登记诉求的请另行登记"
)
REACHED = (WORDS,)
NOT_REACHED = (WORDS,)
DROP = (Ask("reason", "不需回拨的理由", "lines", longest=500, help="如：骚扰电话、空号、本单位测试"),)
AGAIN = (Ask("call", "最近一次漏接", "case"),)
LINE = (Ask("centre", "专线的单位", "unit"),)


def _outcomes(book: Any) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in CallOutcome]


ENTERED = (
    Ask("began_at", "呼入时间", "when"),
    Ask(
        "line",
        "被叫号码",
        required=False,
        longest=24,
        help="打进来的是哪个号码，据此归到市热线或单位专线；不填的归您所在的线",
    ),
    Ask("caller", "来电号码", required=False, longest=40, keep="nothing", help="号码隐藏的不填；加密保存"),
    Ask("outcome", "结果", "choice", choices=_outcomes),
    Ask("waited", "等待秒数", "number", required=False, help="从振铃到接听"),
    Ask("minutes", "通话分钟数", "number", required=False, help="人工接听的填"),
    Ask("agent", "话务员工号", required=False, longest=40),
    Ask("case", "工单编号", required=False, longest=40, help="形成或涉及工单的填"),
)
"""What is asked of a call that is entered by hand."""
