"""What follows from acts of this room and of supervision: an order becomes a 督办单, its end ends the step; so do talks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.states import OPEN_CASE
from huiyin.escalation.act import STEP_DOOR, ledger
from huiyin.escalation.models import StepTaken
from huiyin.escalation.states import StepState
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.follow import follower
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.issuing import issue_order
from huiyin.supervision.models import Meeting, MeetingCase, MeetingUnit
from huiyin.supervision.states import Origin

MOST_CASES = 200


@follower("escalation.supervise", "escalation.order")
def open_the_supervision_order(event: Event, at: datetime) -> None:
    """A step to supervision becomes an order to the unit; where that is refused, a person has to write it."""
    row = StepTaken.objects.filter(pk=event.subject_id, rung=Rung.ORDER, state=StepState.ORDERED).first()
    if row is None or row.unit_id is None or row.supervised_by:
        return
    with writing() as now_writing:
        # This room's ledger before the cases, as everywhere in this room.
        now_writing.lock(Ledger, ledger().pk)
        try:
            made = issue_order(
                row.unit_id, _open_cases(event), _said(row), actor=PLATFORM, at=event.at, key=f"ladder.{event.id}",
                caused_by=event.id, origin=Origin.LADDER, centre=row.centre_id,
            )  # fmt: skip
        except Refused:
            return
        StepTaken.objects.filter(pk=row.pk).update(supervised_by=made.pk)
        _carry_out(row, f"已开督办单 {made.paper}", event.at)


def _open_cases(event: Event) -> list[UUID]:
    named = [UUID(pk) for pk in event.said["cases"]][:MOST_CASES]
    return list(Case.objects.filter(pk__in=named, state__in=sorted(OPEN_CASE)).values_list("pk", flat=True))


def _said(row: StepTaken) -> dict[str, Any]:
    asked = f"{row.why}。请查明原因，尽快办结并反馈。{row.decision}"
    return {"kind": book_named(row.book).escalation.order_kind, "asked": asked[:1000]}


@follower("escalation.supervised", "supervision.accept")
def close_what_was_supervised(event: Event, at: datetime) -> None:
    """The unit has done what the order asked: the step is over."""
    for row in StepTaken.objects.filter(supervised_by=event.subject_id, state=StepState.CARRIED_OUT):
        STEP_DOOR.move(row.pk, "close", {"words": "督办单已办结"}, actor=PLATFORM, at=at)


@follower("escalation.talked", "meeting.close")
def note_the_talk(event: Event, at: datetime) -> None:
    """A summons whose minutes are closed carries out what was ordered of its units, about its cases or the unit itself."""
    meeting = Meeting.objects.get(pk=event.subject_id)
    if not book_named(meeting.book).meeting_kind(meeting.kind).summons:
        return
    units = MeetingUnit.objects.filter(meeting=meeting).values("unit")
    cases = set(MeetingCase.objects.filter(meeting=meeting).values_list("case_id", flat=True))
    # What the city ordered is not carried out by the talk of a unit with those below it, nor the other way round.
    ordered = StepTaken.objects.filter(rung=Rung.TALK, state=StepState.ORDERED, centre=meeting.centre_id)
    for row in ordered.filter(unit__in=units).order_by("number"):
        if row.case_id is None or row.case_id in cases:
            _carry_out(row, f"已约谈，纪要 {meeting.paper}", at)


def _carry_out(row: StepTaken, outcome: str, at: datetime) -> None:
    said = {"day": local_day(at), "outcome": outcome}
    STEP_DOOR.move(row.pk, "carry_out", said, actor=PLATFORM, at=at)
