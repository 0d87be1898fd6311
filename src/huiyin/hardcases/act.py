"""The doors of this room: long cases on the ledger, and the hard matters of a month."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Application, Case
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.times import local_day
from huiyin.hardcases.lifecycle import FOCUS, HARDCASE
from huiyin.hardcases.models import Focus, HardCase
from huiyin.hardcases.queries import book_on, focus_facts, hard_facts
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger

FOCUS_LEDGER = "focus"

HARD_DOOR = Door(HARDCASE, HardCase, hard_facts, head_model=Case, head_field="case_id")
FOCUS_DOOR = Door(FOCUS, Focus, focus_facts, head_model=Ledger, head_field="ledger_id")


def propose(case: Case, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> HardCase:
    """Propose a case for the ledger. Raises Refused."""
    row = HardCase(case=case, book=case.book)
    event = HARD_DOOR.begin(row, "propose", said, actor=actor, at=at, key=key)
    return HardCase.objects.get(pk=event.subject_id)


def follow_suspension(application: Application, *, at: datetime, caused_by: UUID) -> HardCase:
    """Put a case on the ledger whose unit was granted a suspension."""
    case, asked = application.case, application
    row = HardCase(case=case, book=case.book, source=asked.pk)
    said = {
        "kind": book_on(local_day(at)).hardcases.of_suspension, "reason": asked.reason, "condition": asked.plan,
        "owner": asked.assignment.unit_id, "review_on": asked.review_on,
    }  # fmt: skip
    HARD_DOOR.begin(row, "follow", said, actor=PLATFORM, at=at, caused_by=caused_by)
    return row


def move_hard(hard_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one long case."""
    return HARD_DOOR.move(hard_id, action, said, **how)


def choose_focus(said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Focus:
    """Choose a hard matter for a month. Raises Refused."""
    Ledger.objects.bulk_create([Ledger(name=FOCUS_LEDGER)], ignore_conflicts=True)
    ledger = Ledger.objects.get(name=FOCUS_LEDGER)
    row = Focus(ledger=ledger, book=book_on(local_day(at)).id, month=_month_said(said, at))
    event = FOCUS_DOOR.begin(row, "choose", said, actor=actor, at=at, key=key)
    return Focus.objects.get(pk=event.subject_id)


def move_focus(focus_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one hard matter."""
    return FOCUS_DOOR.move(focus_id, action, said, **how)


def _month_said(said: Mapping[str, Any], at: datetime) -> date:
    """Return the month that is meant, so that the guards know how many it has; the door judges what was typed."""
    typed = said.get("month")
    try:
        day = typed if isinstance(typed, date) else date.fromisoformat(str(typed))
    except ValueError:
        day = local_day(at)
    return day.replace(day=1)
