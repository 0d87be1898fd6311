"""What this room does after events of the rooms below: whoever loses account or post gives back what was taken."""

from datetime import datetime

from huiyin.cases.trays import give_back_all_of
from huiyin.journal.follow import follower
from huiyin.journal.models import Event


@follower("cases.give_back", "user.deactivate", "user.take_post")
def give_back_what_was_taken(event: Event, at: datetime) -> None:
    """Nothing waits for somebody who has left. A second delivery finds nothing to give back."""
    give_back_all_of(event.subject_id, at, caused_by=event.id)
