"""The states of an instruction and of what a unit has to do about it."""

from huiyin.flow.table import State


class InstructionState(State):
    """How far a leader's word has come. It is never amended: what is wrong is taken back, or entered anew."""

    PRESENTED = "presented", "待阅"
    TO_CHECK = "to_check", "待核对"
    TO_ASSIGN = "to_assign", "待交办"
    IN_HAND = "in_hand", "办理中"
    CLOSED = "closed", "已办结"
    READ = "read", "已圈阅"
    PASSED_ON = "passed_on", "已阅示"
    RECALLED = "recalled", "已撤回"
    DROPPED = "dropped", "已撤呈"
    VOID = "void", "录入作废"


class TaskState(State):
    """How far a unit is with its feedback."""

    OWED = "owed", "待反馈"
    REPORTED = "reported", "待认可"
    ACCEPTED = "accepted", "已认可"
    CANCELLED = "cancelled", "已撤销"


class Mark(State):
    """What a leader put on the paper. Who only circles his name has read it and instructed nothing."""

    READ = "read", "圈阅"
    PASSED_ON = "passed_on", "阅示"
    INSTRUCTED = "instructed", "批示"


def mark_of(code: str) -> Mark:
    """Return the mark with this code."""
    return next(mark for mark in Mark if mark == code)


STANDING = frozenset({
    InstructionState.TO_ASSIGN, InstructionState.IN_HAND, InstructionState.CLOSED, InstructionState.READ,
    InstructionState.PASSED_ON,
})  # fmt: skip
"""States in which a leader's mark stands and is counted by its kind."""

WORKING = (InstructionState.TO_ASSIGN, InstructionState.IN_HAND)
"""States in which units answer for it, or will."""

OPEN_TASK = frozenset({TaskState.OWED, TaskState.REPORTED})
TONES = {
    InstructionState.PRESENTED: "wait", InstructionState.TO_CHECK: "wait", InstructionState.TO_ASSIGN: "wait",
    InstructionState.IN_HAND: "info", InstructionState.CLOSED: "good", TaskState.OWED: "info",
    TaskState.REPORTED: "wait", TaskState.ACCEPTED: "good",
}  # fmt: skip
