"""What follows every transaction on a case: the centre's own clock, who holds it, and the due times that moved."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_CASE, WORKING_ASSIGNMENT, CaseState
from huiyin.cases.timing import CENTRE_CLOCK, CITIZEN, REPLY, clocks_in, start_clock
from huiyin.clocks import spans
from huiyin.clocks.changes import DueChange
from huiyin.clocks.models import Holder
from huiyin.journal.door import note
from huiyin.journal.models import Event
from huiyin.journal.prepared import Prepared
from huiyin.journal.writing import Writing, writing
from huiyin.units.path import depth_of

HANDED_ON = "assignment.hand_to_successor"

_shares_lowest_first = Prepared(
    lambda case_id: Assignment.objects.filter(case_id=case_id).exclude(role=Role.JOINT).order_by("-unit_path")
)


def follow_states(now_writing: Writing, head: Case, events: Sequence[Event], at: datetime) -> None:
    """Let the centre's clock and the holder follow the state, then write the clocks and journal what moved."""
    moves = (e for e in events if e.subject_kind == "case" and e.state_after)
    before = next((e.state_before for e in moves), head.state)
    if before != head.state:
        _follow_centre_clock(now_writing, head, before, at)
    if before != head.state or any(_may_change_hands(e) for e in events):
        _follow_holder(head, before, at)
    if head.pk in now_writing.kept:
        _keep_changes(now_writing, head, clocks_in(now_writing, head).save(), events, at)


def _may_change_hands(event: Event) -> bool:
    return (
        event.state_before != event.state_after or event.subject_kind == "application" or event.verb == HANDED_ON
    )  # fmt: skip


def _follow_centre_clock(now_writing: Writing, head: Case, before: str, at: datetime) -> None:
    old, new = CENTRE_CLOCK.get(before), CENTRE_CLOCK.get(head.state)
    if old == new:
        return
    if old:
        clocks_in(now_writing, head).meet(head.pk, old, at)
    if new:
        start_clock(now_writing, head, head, new, at, unit_id=head.lead_unit_id if new == "centre_audit" else None)


def _follow_holder(head: Case, before: str, at: datetime) -> None:
    if head.state not in OPEN_CASE:
        # A joined case ends its own account too: the matter goes on in the case that it joined.
        if before:
            spans.finish(head.pk, at)
        return
    if head.state == CaseState.COLLECTED:
        return
    if before in {"", CaseState.COLLECTED}:
        spans.open_account(head.pk, Holder.CENTRE, head.accepted_at or at)
        if head.dispatched_at is None:
            return
        # Carried over from another system: the unit has had it since then.
        since, unit_id = head.dispatched_at, head.lead_unit_id
        spans.hand_over(head.pk, Holder.UNIT, since, unit_id=unit_id, level=depth_of(head.lead_path))
    holder, share = holder_now(head)
    level = depth_of(share.unit_path) if share else None
    spans.hand_over(head.pk, holder, at, unit_id=share.unit_id if share else None, level=level)


def holder_now(head: Case) -> tuple[Holder, Assignment | None]:
    """Return who holds the case now, and the share where a unit does: the lowest one that still works."""
    if head.state == CaseState.IN_APPROVAL:
        return Holder.APPROVAL, None
    if head.state == CaseState.IN_CALLBACK:
        return Holder.CALLBACK, None
    if head.state != CaseState.IN_HANDLING:
        return Holder.CENTRE, None
    shares = _shares_lowest_first(head.pk)
    waits_for = next((s.asks_for for s in shares if s.role == Role.LEAD and s.asks_for), "")
    if waits_for:
        return (Holder.RETURN if waits_for == Kind.RETURN else Holder.EXTENSION), None
    working = [s for s in shares if s.state in WORKING_ASSIGNMENT]
    return Holder.UNIT, next(iter(working or shares), None)


def _keep_changes(
    now_writing: Writing, head: Case, changes: Sequence[DueChange], events: Sequence[Event], at: datetime
) -> None:
    for change in changes:
        _move_columns(head, change)
        actor_id = events[0].actor_id if events else None
        note("clock.moved", "clock", change.clock_id, actor_id=actor_id, at=at, head=head, said=change.said(),
             caused_by=events[0].id if events else None)  # fmt: skip


def follow_calendar(change: DueChange, at: datetime) -> None:
    """A new notice of holidays moved a due time: the copies on case and share follow."""
    if change.case_id is None:
        return
    with writing() as now_writing:
        _move_columns(now_writing.lock(Case, change.case_id), change)


def _move_columns(head: Case, change: DueChange) -> None:
    if change.subject_kind == "case" and change.kind == CITIZEN:
        head.due_at = change.new
    elif change.subject_kind == "assignment" and change.kind == REPLY:
        Assignment.objects.filter(pk=change.subject_id).update(due_at=change.new)
        lead = Assignment.objects.filter(pk=change.subject_id, role=Role.LEAD).exists()
        head.unit_due_at = change.new if lead else head.unit_due_at
