"""What the clocks do after events of rooms below: a new notice moves open due times."""

from datetime import datetime

from huiyin.calendars.act import IMPORTED
from huiyin.clocks.recalculating import recalculate_all
from huiyin.journal.follow import follower
from huiyin.journal.models import Event


@follower("clocks.recalculate", IMPORTED, in_pieces=True)
def recalculate_open_due_times(event: Event, at: datetime) -> None:
    """Reckon open due times by the calendar in force; a second time nothing is left to do."""
    recalculate_all(at)
