"""What the clocks need of the rooms above them: the lock of a case, and to tell them that a due time moved."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from huiyin.clocks.changes import DueChange
from huiyin.journal.models import Chained
from huiyin.journal.writing import Writing

LEDGER = "clocks"
"""The chain for clocks whose subject belongs to no case."""

LockCase = Callable[[Writing, UUID], Chained]
OnDueChanged = Callable[[DueChange, datetime], None]

on_due_changed: list[OnDueChanged] = []
"""Called within the transaction, with the case locked, when the calendar moved a due time."""

_lock_case: list[LockCase] = []


def register_case_lock(lock: LockCase) -> None:
    """Say how a case is locked; the room of the cases does this once, at start-up."""
    _lock_case[:] = [lock]


def head_of(now_writing: Writing, case_id: UUID | None) -> Chained | str:
    """Return the locked head of the chain into which events of a clock go: its case, else the ledger of the clocks."""
    if case_id is None or not _lock_case:
        return LEDGER
    return _lock_case[0](now_writing, case_id)
