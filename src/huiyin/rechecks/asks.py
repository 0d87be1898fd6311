"""What each move of a recheck asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.cases.asks import CAUSE
from huiyin.flow.says import Ask
from huiyin.rechecks.states import JUDGED, Way


def _verdicts(book: Any) -> Sequence[tuple[str, str]]:
    return [(one.value, one.label) for one in JUDGED]


def _ways(book: Any) -> Sequence[tuple[str, str]]:
    return [(one.value, one.label) for one in Way]


ASSIGN = (
    Ask("checker", "核实人", "unit", help="只列可以核实的岗位中没有经办、审核、回访过本件的人"),
)  # fmt: skip
CHECK = (
    Ask("verdict", "核实结论", "choice", choices=_verdicts, help="照诉求人所说和现场所见，不照单位的反馈"),
    Ask("way", "核实方式", "choice", choices=_ways),
    Ask("words", "核实情况", "lines", longest=1000, keep="hash", help="诉求人怎么说，现场怎么样，与答复是否相符"),
)
NOT_REACHED = (Ask("words", "情况", "lines", required=False, longest=500, help="如：关机、空号、拒绝接听"),)
AGAIN = (CAUSE, Ask("reason", "重新办理的理由", "lines", longest=500))
LEAVE = (Ask("reason", "不重新办理的理由", "lines", longest=500, help="如：客观上不具备条件，已向诉求人说明"),)
DROP = (Ask("why", "原因", "choice"),)
