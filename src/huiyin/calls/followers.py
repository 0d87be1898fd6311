"""What this room does after events of the rooms below: a number that a line declares takes its calls along."""

from datetime import datetime

from huiyin.calls.act import match_again
from huiyin.journal.follow import follower
from huiyin.journal.models import Event


@follower("calls.match", "unit.open_line", "unit.set_line_phones")
def let_calls_go_to_their_line(event: Event, at: datetime) -> None:
    """Look again at the calls whose number nobody had declared. A second delivery finds none of them left."""
    if event.said.get("phones"):
        match_again(at=at, caused_by=event.id)
