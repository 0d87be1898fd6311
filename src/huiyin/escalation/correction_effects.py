"""What follows from the moves of a correction: what is wanted until when, what was reported, how often it was urged."""

from huiyin.escalation.models import Correction
from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.units.models import Unit


def give_number(step: Step) -> None:
    """The correction gets its number."""
    row = step.subject
    row.number = draw("correction")
    row.set_at, row.set_by_id = step.at, step.actor.user_id


def write_content(step: Step) -> None:
    """Keep what the unit has to correct, and until when."""
    row, said = step.subject, step.said
    row.unit_id, row.title, row.wanted, row.due_on = said["unit"], said["title"], said["wanted"], said["due_on"]
    row.first_due_on = row.due_on
    row.unit_path = Unit.objects.values_list("path", flat=True).get(pk=said["unit"])
    _tell_whom(step, row)


def note_report(step: Step) -> None:
    """Keep what the unit reported; the first report says whether it was in time."""
    row = step.subject
    row.report, row.reported_at, row.reported_by_id = step.said["report"], step.at, step.actor.user_id
    row.first_reported_on = row.first_reported_on or local_day(step.at)
    _tell_whom(step, row)


def note_sending_back(step: Step) -> None:
    """The report was not good enough; the unit may get more time."""
    row = step.subject
    row.opinion, row.back = step.said["opinion"], row.back + 1
    row.due_on = step.said["due_on"] or row.due_on
    _tell_whom(step, row)


def note_end(step: Step) -> None:
    """Keep how and when it ended."""
    row = step.subject
    row.opinion = step.said.get("opinion") or step.said.get("reason") or row.opinion
    row.ended_at = step.at
    _tell_whom(step, row)


def count_urge(step: Step) -> None:
    """Count one more urging, by hand or by the clock."""
    row = step.subject
    row.urged_on = local_day(step.at)
    # Who is reminded before the day was not urged.
    row.urges += step.said.get("kind") != "before"
    _tell_whom(step, row)


def _tell_whom(step: Step, row: Correction) -> None:
    step.record |= {"unit": row.unit_id, "number": row.number, "due_on": row.due_on}
