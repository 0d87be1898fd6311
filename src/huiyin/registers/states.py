"""The states of an entry of a register."""

from huiyin.flow.table import State


class EntryState(State):
    """How an entry stands. Nothing is ever deleted: what was wrong is withdrawn with a reason."""

    KEPT = "kept", "在册"
    CLEARING = "clearing", "待销号审批"
    CLEARED = "cleared", "已销号"
    WITHDRAWN = "withdrawn", "已撤下"


COUNTED = (EntryState.KEPT, EntryState.CLEARING, EntryState.CLEARED)
"""Entries that stand in the register and are counted: all that were not withdrawn."""

UNCLEARED = (EntryState.KEPT, EntryState.CLEARING)
"""Entries of a register that is cleared one by one, about which something is still to be done."""
