"""The states of an incident, of the tasks of units in it, and of an entry in its log of resources."""

from huiyin.flow.table import State


class IncidentState(State):
    """How an incident stands."""

    DECLARED = "declared", "已登记"
    IN_FORCE = "in_force", "处置中"
    STOOD_DOWN = "stood_down", "已解除"
    CLOSED = "closed", "已结束"
    DROPPED = "dropped", "已撤销"


class TaskState(State):
    """How a unit's task stands."""

    GIVEN = "given", "待接收"
    WORKING = "working", "处置中"
    REPORTED = "reported", "待确认"
    DONE = "done", "已完成"
    CALLED_OFF = "called_off", "已撤销"


class EntryState(State):
    """How an entry of the log stands. What was wrong is withdrawn with a reason, nothing is deleted."""

    KEPT = "kept", "在册"
    WITHDRAWN = "withdrawn", "已撤下"


RUNNING = frozenset({IncidentState.IN_FORCE, IncidentState.STOOD_DOWN})
"""States in which cases are gathered: after the danger people still call about the damage."""

OPEN_TASK = frozenset({TaskState.GIVEN, TaskState.WORKING})
"""States in which a unit still has something to do."""
