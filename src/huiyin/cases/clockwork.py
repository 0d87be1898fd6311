"""What the clock does to cases by itself: it urges at the rulebook's points, reminds of reviews, archives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.cases.act import move_case
from huiyin.cases.lifecycle import ENDED
from huiyin.cases.models import Assignment, Case
from huiyin.cases.states import OPEN_CASE, WORKING_ASSIGNMENT, AssignmentState
from huiyin.cases.timing import lock_case
from huiyin.clocks.act import count_urge
from huiyin.clocks.models import Clock
from huiyin.clocks.ports import LEDGER
from huiyin.clocks.recalculating import recalculate_all
from huiyin.clocks.urging import DuePoint, due_points, pass_point
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.rulebook.shelf import all_books, book
from huiyin.rulebook.urging import UrgePoint

URGED = "case.urged_by_clock"
"""Verb of an automatic urge. Fields: clock, kind, point, to (posts), unit, assignment, due, is_late, skipped."""

REVIEW_DUE = "case.review_due"
"""Verb of the reminder that a suspended case is to be looked at again. Fields: review_on."""

URGEABLE = WORKING_ASSIGNMENT - {AssignmentState.IN_RETURN_REVIEW}
"""States of a share in which its unit can do something about it: one that asked to return it waits for the centre."""

BATCH = 100


@dataclass(frozen=True)
class Ticked:
    """What one round of the clock did: urges, reminders of reviews, due times moved by a new calendar."""

    urged: int
    reminded: int
    recalculated: int


def tick(at: datetime) -> Ticked:
    """Do everything that has come by `at`. Whoever else ticks at the same time does other things, none twice."""
    moved = len(recalculate_all(at))
    return Ticked(urge_by_clock(at), remind_of_reviews(at), moved)


def urge_by_clock(at: datetime, batch: int = BATCH) -> int:
    """Urge for every clock that has come to a point; after a standstill once each, for the latest of its points."""
    urged = 0
    while found := due_points(at, batch):
        urged += sum(_urge(point, at) for point in found)
    return urged


def remind_of_reviews(at: datetime) -> int:
    """Remind once of each suspended case whose review date has come."""
    today = local_day(at)
    due = Case.objects.filter(suspended=True, review_on__lte=today, state__in=sorted(OPEN_CASE)).order_by("id")
    reminded = _reminded_of(due.values_list("id", flat=True))
    ripe = [row.pk for row in due.only("id", "review_on") if (row.pk, str(row.review_on)) not in reminded]
    return sum(_remind(case_id, at) for case_id in ripe)


def archive_ended(at: datetime, tell: Callable[[int], None] = lambda archived: None) -> int:
    """Archive the cases that ended longer ago than their book keeps them open for reopening; returns how many."""
    archived = 0
    for one in all_books():
        ripe = Case.objects.filter(
            book=one.id, state__in=sorted(ENDED), ended_at__lte=at - timedelta(days=one.archive_after_days)
        )
        last: Any = None
        while ids := list(_after(ripe, last).values_list("id", flat=True)[:BATCH]):
            archived, last = archived + sum(_archive(case_id, at) for case_id in ids), ids[-1]
            tell(archived)
    return archived


def _after(rows: Any, last: UUID | None) -> Any:
    # By key and not by what is left: a case that cannot be archived must not be asked for ever.
    return (rows.filter(pk__gt=last) if last else rows).order_by("id")


def _urge(point: DuePoint, at: datetime) -> bool:
    clock = point.clock
    with writing() as now_writing:
        head = lock_case(now_writing, clock.case_id) if clock.case_id else LEDGER
        share = _share_of(clock)
        if not pass_point(point) or (share and share.state not in URGEABLE):
            return False
        subject = ("case", clock.case_id) if clock.case_id else ("clock", clock.pk)
        verb = URGED if clock.case_id else "clock.urged"
        note(verb, *subject, at=at, head=head, actor=PLATFORM, said=_told(point, share, at))
        count_urge([clock.pk], at)
    return True


def _told(point: DuePoint, share: Assignment | None, at: datetime) -> dict[str, Any]:
    clock, code = point.clock, point.codes[-1]
    return {
        "clock": clock.pk, "kind": clock.kind, "point": code, "to": [str(p) for p in _point_of(clock, code).to],
        # The unit that has the share today: its clock may have begun with the unit before it.
        "unit": share.unit_id if share else clock.unit_id, clock.subject_kind: clock.subject_id, "due": clock.due_at,
        "is_late": at > clock.due_at, "skipped": len(point.codes) - 1,
    }  # fmt: skip


def _point_of(clock: Clock, code: str) -> UrgePoint:
    return next(point for point in book(clock.book).urging if point.code == code)


def _share_of(clock: Clock) -> Assignment | None:
    return Assignment.objects.get(pk=clock.subject_id) if clock.subject_kind == "assignment" else None


def _reminded_of(case_ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    events = Event.objects.filter(verb=REVIEW_DUE, chain_id__in=list(case_ids))
    return {(event.chain_id, event.said["review_on"]) for event in events}


def _remind(case_id: UUID, at: datetime) -> bool:
    with writing() as now_writing:
        case: Case = now_writing.lock(Case, case_id)
        if not case.suspended or case.review_on is None or (case_id, str(case.review_on)) in _reminded_of([case_id]):
            return False
        note(REVIEW_DUE, "case", case_id, at=at, head=case, actor=PLATFORM, said={"review_on": case.review_on})
    return True


def _archive(case_id: UUID, at: datetime) -> bool:
    try:
        move_case(case_id, "archive", {}, actor=PLATFORM, at=at)
    except Refused:
        return False
    return True
