"""What this room does after acts on a case: its line in the index is made anew."""

from datetime import datetime

from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.search.keeping import keep_line

CHANGING = (
    "case.register", "case.collect", "case.carry_over", "case.screen", "case.amend", "case.withdraw",
    "case.accused_succeeded", "assignment.assign", "assignment.carry_over", "assignment.hand_to_successor",
)  # fmt: skip
"""Acts after which other words are found, or other units find them."""


@follower("search.keep", *CHANGING)
def keep_case(event: Event, at: datetime) -> None:
    """Make the line from the case as it is now, whatever happened since."""
    if event.case_id:
        keep_line(event.case_id)
