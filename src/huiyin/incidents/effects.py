"""What follows from the moves of an incident, a task and an entry of the log."""

from typing import Any

from huiyin.incidents.amounts import scaled
from huiyin.incidents.models import Task, Wording
from huiyin.incidents.topics import code_of
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert

COUNTER = "incidents"


def give_number(step: Step) -> None:
    """The incident gets a number by which people call it."""
    step.subject.number = draw(COUNTER)
    step.subject.kind = step.said["kind"]


def write_particulars(step: Step) -> None:
    """Take over name, beginning, area and topics."""
    row, said = step.subject, step.said
    row.title, row.began_at, row.area = said["title"], said["began_at"], said["area"]
    codes = (code_of(word, step.book) for word in said["categories"])
    row.territories, row.categories = list(said["territories"]), list(dict.fromkeys(code for code in codes if code))
    row.whole_day_duty = said["whole_day_duty"]


def keep_wording(step: Step) -> None:
    """What is said now is a new edition; the one before can still be read."""
    row = step.subject
    row.wording, row.edition = step.said["wording"], row.edition + 1
    step.record["edition"] = row.edition
    insert(
        [Wording(incident_id=row.pk, number=row.edition, text=row.wording, at=step.at, by_id=step.actor.user_id)]
    )  # fmt: skip


def set_in_force(step: Step) -> None:
    """From now on agents answer from it; units that have a task must be reached day and night where that is wished."""
    row = step.subject
    row.in_force_at, row.stood_down_at = row.in_force_at or step.at, None
    _tell_duty(step, row, sorted({str(pk) for pk in _units_of(row)}))


def set_stood_down(step: Step) -> None:
    """The danger is over."""
    step.subject.stood_down_at = step.at
    step.record["incident"] = step.subject.name


def set_closed(step: Step) -> None:
    """Keep the summary."""
    step.subject.closed_at, step.subject.summary = step.at, step.said["summary"]
    step.record["incident"] = step.subject.name


def write_task(step: Step) -> None:
    """Take over what is to be done until when."""
    row, said = step.subject, step.said
    row.words, row.due_at, row.on_site = said["words"], said["due_at"], said["on_site"]
    step.record["unit"] = row.unit_id
    _tell_duty(step, row.incident, [str(row.unit_id)])


def set_taken(step: Step) -> None:
    """The unit knows of it."""
    step.subject.taken_at = step.subject.taken_at or step.at


def write_report(step: Step) -> None:
    """Take over what was done, and where."""
    row, said = step.subject, step.said
    row.reported_at = step.at
    for name in ("done", "place", "leader", "people", "arrived_at"):
        setattr(row, name, said[name])
    step.record |= {"on_time": step.at <= row.due_at, "unit": row.unit_id}


def open_again(step: Step) -> None:
    """A report that was sent back is none."""
    step.subject.reported_at = None
    step.record["unit"] = step.subject.unit_id


def name_unit(step: Step) -> None:
    """Say in the journal whose it is."""
    step.record["unit"] = step.subject.unit_id


def write_resource(step: Step) -> None:
    """Take over what is counted."""
    row, said = step.subject, step.said
    row.kind, row.scaled, row.words, row.on = said["kind"], scaled(said["amount"]), said["words"], said["on"]


def _tell_duty(step: Step, incident: Any, units: list[str]) -> None:
    # The room of the duty hears of it by the event: it stands beside this one.
    step.record["incident"] = incident.name
    step.record["round_the_clock"] = units if incident.whole_day_duty else []


def _units_of(incident: Any) -> Any:
    return Task.objects.filter(incident=incident).values_list("unit_id", flat=True)
