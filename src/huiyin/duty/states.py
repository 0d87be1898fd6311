"""The states of a note that shifts hand on, and of a leader's answering day."""

from huiyin.flow.table import State


class NoteState(State):
    """How a point stands that one shift leaves to the next."""

    OPEN = "open", "待办"
    DONE = "done", "已办"


class DayState(State):
    """How a leader's answering day stands."""

    PLANNED = "planned", "已安排"
    HELD = "held", "已举行"
    CANCELLED = "cancelled", "已取消"
