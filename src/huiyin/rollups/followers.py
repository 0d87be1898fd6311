"""What this room does after acts on a case: it remembers that the case is to be counted anew."""

from datetime import datetime

from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.rollups.keeping import FOLLOWER, mark

KINDS = (
    "case", "assignment", "application", "clock", "petitioner", "callback", "objection", "hardcase", "recheck", "verification",
)  # fmt: skip
"""Kinds of things whose acts stand in the chain of a case and change what is counted of it."""


@follower(FOLLOWER, *(f"{kind}.*" for kind in KINDS))
def mark_case(event: Event, at: datetime) -> None:
    """Remember the case; counting is dear, and done once for many acts."""
    if event.case_id:
        mark(event.id, event.case_id)
