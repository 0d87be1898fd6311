"""The doors of this room: orders, verifications and meetings are made and moved here and nowhere else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import again_after_deadlock, writing
from huiyin.supervision.issuing import (
    ORDER_DOOR,
    issue_order,
    issue_orders,
    lock_cases,
    made_then,
    move_order,
    new_chain,
)
from huiyin.supervision.lifecycle_check import CHECK
from huiyin.supervision.lifecycle_meeting import MEETING
from huiyin.supervision.models import Check, Meeting, MeetingCase
from huiyin.supervision.queries import book_on, centres_of, check_facts, meeting_facts
from huiyin.supervision.who import sends_for

CHECK_DOOR = Door(CHECK, Check, check_facts, head_model=Case, head_field="case_id")
MEETING_DOOR = Door(MEETING, Meeting, meeting_facts, head_model=Ledger, head_field="ledger_id")

__all__ = [
    "CHECK_DOOR", "MEETING_DOOR", "ORDER_DOOR", "call_meeting", "issue_order", "issue_orders", "move_meeting",
    "move_order", "send_checker",
]  # fmt: skip


def send_checker(
    case: Case, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "", caused_by: UUID | None = None
) -> Check:
    """Send somebody of the centre to see what is true about a case. Raises Refused.

    About a case of a unit's own line the unit sends, or the city from above: whoever acts says it by the posts.
    """
    row = Check(case=case, book=case.book, centre_id=case.centre_id if sends_for(actor, case.centre_id) else None)
    event = CHECK_DOOR.begin(row, "send", said, actor=actor, at=at, key=key, caused_by=caused_by)
    return row if event.subject_id == row.pk else Check.objects.get(pk=event.subject_id)


@again_after_deadlock
def call_meeting(
    case_ids: Iterable[UUID], said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "",
    caused_by: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Call a meeting about cases, or with a unit's leader about the unit. Raises Refused."""
    row = Meeting(book=book_on(at).id)
    row.centre_id = next(iter(centres_of(actor)), None)
    row.case_ids = sorted(set(case_ids))  # type: ignore[attr-defined]
    row.unit_ids = _ids(said.get("units"))  # type: ignore[attr-defined]
    with writing() as now_writing:
        lock_cases(now_writing, row.pk, row.case_ids)  # type: ignore[attr-defined]
        row.ledger = new_chain("meeting", row.pk)
        event = MEETING_DOOR.begin(row, "call", said, actor=actor, at=at, key=key, caused_by=caused_by)
        return row if event.subject_id == row.pk else made_then(Meeting, row, event)


@again_after_deadlock
def move_meeting(meeting_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move a meeting; its cases are locked first, by ascending id."""
    with writing() as now_writing:
        ids = MeetingCase.objects.filter(meeting=meeting_id).values_list("case_id", flat=True)
        lock_cases(now_writing, meeting_id, sorted(ids))
        return MEETING_DOOR.move(meeting_id, action, said, **how)


def _ids(values: Any) -> list[UUID]:
    found = []
    for value in values if isinstance(values, list | tuple) else [values]:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found
