"""The states of a long case on the ledger, and of a hard matter of a month."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class HardState(State):
    """Where a long case stands."""

    PROPOSED = "proposed", "待审定"
    LISTED = "listed", "在账"
    DECLINED = "declined", "不予列入"
    SOLVED = "solved", "已解决销账"
    TAKEN_OFF = "taken_off", "已撤出"


OPEN_HARD = frozenset({HardState.PROPOSED, HardState.LISTED})


class FocusState(State):
    """Where a hard matter of a month stands."""

    RUNNING = "running", "推进中"
    REPORTED = "reported", "已报告"
    DROPPED = "dropped", "已撤下"


class FocusResult(Labelled):
    """What came of a hard matter by the end of its month."""

    SOLVED = "solved", "已解决"
    PROGRESS = "progress", "有进展，继续推进"
    STUCK = "stuck", "没有进展"
