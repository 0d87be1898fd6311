"""What follows from the moves of a hand-over: content, evidence, days, outcome; and the step of the ladder behind it."""

from huiyin.cases.models import Case
from huiyin.escalation.effects import carry_out
from huiyin.escalation.models import Evidence
from huiyin.escalation.states import StepState
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, door_of
from huiyin.journal.rows import insert


def give_number(step: Step) -> None:
    """The hand-over gets its number."""
    row = step.subject
    row.number = draw("handover")
    row.written_at, row.written_by_id = step.at, step.actor.user_id


def write_content(step: Step) -> None:
    """Keep of whom, to whom, for what, on which cases."""
    row, said = step.subject, step.said
    row.unit_id, row.situation, row.body = said["unit"], said["situation"], said["body"]
    row.facts, row.responsible = said["facts"], said["responsible"]
    Evidence.objects.filter(handover=row).delete()
    found = dict(Case.objects.filter(number__in=said["cases"]).values_list("number", "pk"))
    numbers = [number for number in said["cases"] if number in found]
    insert([Evidence(handover=row, case_id=found[number], ordinal=n) for n, number in enumerate(numbers, 1)])
    step.record |= {"unit": row.unit_id, "of": [found[number] for number in numbers]}


def note_handing(step: Step) -> None:
    """Keep who handed it over."""
    row = step.subject
    row.handed_at, row.handed_by_id = step.at, step.actor.user_id
    step.record |= {"unit": row.unit_id, "body": row.body, "situation": row.situation}
    tell_the_line(step)


def note_receipt(step: Step) -> None:
    """Keep when the body took it."""
    step.subject.received_on, step.subject.receipt = step.said["day"], step.said["receipt"]


def note_return(step: Step) -> None:
    """Keep why the body gave it back."""
    step.subject.result = step.said["reason"]


def tell_the_line(step: Step) -> None:
    """What a unit's line proposed goes to the city and comes back: the event says whose it is."""
    row = step.subject
    step.record |= {"number": row.number, "centre": row.centre_id, "unit": row.unit_id}


def note_outcome(step: Step) -> None:
    """Keep what the body decided."""
    row, said = step.subject, step.said
    row.concluded_on, row.outcome, row.result = said["day"], said["outcome"], said["result"]
    step.record |= {"unit": row.unit_id, "body": row.body}


def note_closing(step: Step) -> None:
    """Keep when the matter ended."""
    step.subject.closed_at = step.at


def carry_out_the_step(step: Step) -> None:
    """What was ordered by the ladder is carried out by the hand-over."""
    row = step.subject
    body = next((one.label for one in step.book.escalation.accountability.bodies if one.code == row.body), row.body)
    carry_out(step, row.follows, f"已移送{body}（{row.name}）")


def close_the_step(step: Step) -> None:
    """With the hand-over ends what was ordered by the ladder."""
    taken = step.subject.follows
    if taken is not None and taken.state == StepState.CARRIED_OUT:
        door_of("escalation").follow_on(step, taken, "close", {})
