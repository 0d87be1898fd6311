"""What follows from the moves of a step of the ladder: numbers, decisions, and the word to the case that it is about."""

from typing import Any
from uuid import UUID

from huiyin.escalation.models import StepTaken
from huiyin.escalation.states import StepState
from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, note
from huiyin.rulebook.escalation import Rung

SHOWN = "case.escalated"
INSIDE = "case.escalated_inside"
"""Verbs of the word to the case: units read the first; of what is asked of other bodies they hear nothing."""


def number_step(step: Step) -> None:
    """The step gets its number; who proposed it by hand is kept."""
    row = step.subject
    row.number = draw("escalation")
    row.reached_at = step.at
    row.proposed_by_id = None if step.actor.is_platform else step.actor.user_id
    step.record |= {**told_of(row), "by_itself": step.facts.comes_by_itself}


def told_of(row: StepTaken) -> dict[str, Any]:
    """Return what other rooms hear of a step: the rung, the unit, the cases by id."""
    cases: list[UUID] = [row.case_id] if row.case_id else []
    if not row._state.adding and not cases:
        cases = list(row.behind.order_by("case_id").values_list("case_id", flat=True))
    return {
        "rung": row.rung, "unit": row.unit_id, "cases": cases, "number": row.number, "whom": row.whom,
        "centre": row.centre_id,
    }  # fmt: skip


def tell_the_case(step: Step) -> None:
    """The act stands in the journal of the case, too."""
    row = step.subject
    if row.case_id is None:
        return
    is_inside = row.rung == Rung.ACCOUNTABILITY and row.state in {StepState.PROPOSED, StepState.SET_ASIDE}
    said = {"rung": row.rung, "unit": row.unit_id, "became": row.state, "escalation": row.number}
    # The step is moved under the ledger of this room; the case is locked after it, always in this order.
    note(
        INSIDE if is_inside else SHOWN, "case", row.case_id, at=step.at, head=row.case, actor=step.actor, said=said,
        caused_by=step.event_id,
    )  # fmt: skip


def note_the_order(step: Step) -> None:
    """Keep who ordered it, and until when it is to be carried out."""
    _decided(step)
    step.subject.carry_out_by = step.said["carry_out_by"]
    step.record |= told_of(step.subject)


def note_setting_aside(step: Step) -> None:
    """Keep who did not order it, and why."""
    _decided(step)
    step.record |= told_of(step.subject)


def _decided(step: Step) -> None:
    row = step.subject
    row.decision, row.decided_at = step.said["decision"], step.at
    row.decided_by_id = None if step.actor.is_platform else step.actor.user_id


def note_carrying_out(step: Step) -> None:
    """Keep what was done."""
    row = step.subject
    row.carried_out_on, row.outcome = step.said["day"], step.said["outcome"]
    step.record |= told_of(row)


def note_closing(step: Step) -> None:
    """Keep when the matter ended."""
    step.subject.closed_at = step.at


def note_revoking(step: Step) -> None:
    """Keep who took a card back, and why."""
    row = step.subject
    row.decision, row.decided_at, row.decided_by_id = step.said["reason"], step.at, step.actor.user_id
    step.record |= told_of(row)


def carry_out(step: Step, row: StepTaken | None, outcome: str) -> None:
    """Let an ordered step be carried out by what was done in its name."""
    from huiyin.journal.door import door_of

    if row is not None and row.state == StepState.ORDERED:
        said = {"day": local_day(step.at), "outcome": outcome}
        door_of("escalation").follow_on(step, row, "carry_out", said)
