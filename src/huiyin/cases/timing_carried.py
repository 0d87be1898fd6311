"""The times of a case that another system has had: clocks that began there and end when they would have ended there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Assignment
from huiyin.cases.timing import CITIZEN, CONTACT, REPLY, SIGN, clocks_in, limit_for
from huiyin.clocks.changes import Start
from huiyin.clocks.models import Clock
from huiyin.journal.door import Step
from huiyin.rulebook.limits import Limit
from huiyin.units.path import self_and_ancestors

CARRIED = "carried_over"
"""Why a clock's due time is another than its limit says."""

SOME_LIMIT = Limit(amount=1, unit="workday")
"""Begins a clock where the city itself sets no limit; the due time of the other system takes its place at once."""


def begin_case(step: Step) -> None:
    """The citizen's clock runs from the acceptance there.

    It ends at the carried due time; while a unit has the case that is the unit's, and the promise holds if it is later.
    """
    case, due = step.subject, step.said["due_at"]
    clock = _begin(step, case, CITIZEN, case.accepted_at, limit_for(case, CITIZEN))
    if step.said["lead"] is None or due > clock.due_at:
        clocks_in(step.writing, case).set_due(case.pk, CITIZEN, step.at, CARRIED, to=due)
    case.due_at = clock.due_at


def begin_share(step: Step, share: Assignment, due: datetime, *, signed: bool) -> None:
    """The unit's limit runs from the dispatch there; what was not signed there is signed here, in full time."""
    level = len(self_and_ancestors(share.unit_path))
    clock = _begin(step, share, REPLY, share.dispatched_at, limit_for(step.head, REPLY, level), share.unit_id)
    clocks_in(step.writing, step.head).set_due(share.pk, REPLY, step.at, CARRIED, to=due)
    share.due_at = clock.due_at
    if signed:
        return
    share.sign_due_at = _begin_here(step, share, SIGN, level)
    if step.book.answers.contact_first and step.head.petitioner_id:
        _begin_here(step, share, CONTACT, level)


def _begin_here(step: Step, share: Assignment, kind: str, level: int) -> datetime | None:
    limit = limit_for(step.head, kind, level)
    return _begin(step, share, kind, step.at, limit, share.unit_id).due_at if limit else None


def _begin(
    step: Step, subject: Any, kind: str, at: datetime, limit: Limit | None, unit_id: UUID | None = None
) -> Clock:
    name = "assignment" if isinstance(subject, Assignment) else "case"
    start = Start(name, subject.pk, kind, limit or SOME_LIMIT, at, step.book, step.head.pk, unit_id)
    return clocks_in(step.writing, step.head).start(start)
