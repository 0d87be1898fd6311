"""The states of a recheck, what it found, and in which way it was looked."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class RecheckState(State):
    """Where a recheck stands."""

    DRAWN = "drawn", "待分派"
    ASSIGNED = "assigned", "待核实"
    FOUND = "found", "待处理"
    CLOSED = "closed", "已了结"
    DROPPED = "dropped", "不再核实"


OPEN_RECHECK = frozenset({RecheckState.DRAWN, RecheckState.ASSIGNED, RecheckState.FOUND})


class Verdict(Labelled):
    """What the check found."""

    SOLVED = "solved", "确已解决"
    PARTLY = "partly", "部分解决"
    NOT_SOLVED = "not_solved", "未解决"
    UNREACHABLE = "unreachable", "联系不上"


JUDGED = (Verdict.SOLVED, Verdict.PARTLY, Verdict.NOT_SOLVED)
"""Verdicts that say whether it is solved: what the rate is divided by."""


class Way(Labelled):
    """How the checker looked."""

    PHONE = "phone", "电话询问"
    VISIT = "visit", "现场查看"
    BOTH = "both", "电话和现场"
