"""What this room does after a case goes on: what no longer stands closed is not checked any more."""

from datetime import datetime

from huiyin.flow.actor import PLATFORM
from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.rechecks.act import move_recheck
from huiyin.rechecks.queries import open_of_case

GOES_ON = ("case.redo", "case.reopen", "case.take_up")


@follower("rechecks.drop", *GOES_ON)
def drop_recheck(event: Event, at: datetime) -> None:
    """Let nobody check a closing that was overtaken after it was drawn."""
    row = open_of_case(event.subject_id)
    if row is not None and row.drawn_at <= event.at:
        why = {"why": event.verb.partition(".")[2]}
        move_recheck(row.pk, "drop", why, actor=PLATFORM, at=at, caused_by=event.id)
