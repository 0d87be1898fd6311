"""The states of a missed caller who is to be rung back."""

from huiyin.flow.table import State


class RingState(State):
    """Where a ring-back stands."""

    WAITING = "waiting", "待回拨"
    RUNG = "rung", "已回拨"
    UNREACHABLE = "unreachable", "回拨不通"
    CALLED_AGAIN = "called_again", "已再次打通"
    DROPPED = "dropped", "不需回拨"


OVER = frozenset({RingState.RUNG, RingState.UNREACHABLE, RingState.CALLED_AGAIN, RingState.DROPPED})
