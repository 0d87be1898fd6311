"""What follows from the moves of a verification."""

from huiyin.calendars.current import almanac
from huiyin.journal.door import Step
from huiyin.supervision.states import About, Verdict


def send(step: Step) -> None:
    """Keep who is sent where, to see what, and until when."""
    row, said = step.subject, step.said
    row.about, row.what, row.place = said["about"], said["what"], said["place"]
    row.checker_id, row.sent_at, row.sent_by_id = said["checker"], step.at, step.actor.user_id
    row.due_at = almanac().due(step.at, step.book.supervision.verify_within, step.book.office).at
    step.record |= {"due": row.due_at, "shown": About(row.about).label}


def find(step: Step) -> None:
    """Keep what was found."""
    row, said = step.subject, step.said
    row.verdict, row.visited_at, row.met, row.found = said["verdict"], said["visited_at"], said["met"], said["found"]
    row.done_at, row.done_by_id = step.at, step.actor.user_id
    shown = f"{About(row.about).label}{Verdict(row.verdict).label}"
    step.record |= {"shown": shown, "sent_by": row.sent_by_id, "centre": row.centre_id}


def hand_on(step: Step) -> None:
    """Somebody else goes."""
    step.subject.checker_id = step.said["checker"]


def call_off(step: Step) -> None:
    """Nobody has to go."""
    step.record["checker"] = step.subject.checker_id
