"""The states of an entry of a register."""

from huiyin.flow.table import State


class EntryState(State):
    """How an entry stands. Nothing is ever deleted: what was wrong is withdrawn with a reason."""

    KEPT = "kept", "在册"
    WITHDRAWN = "withdrawn", "已撤下"
