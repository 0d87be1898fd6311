"""The times of a case: which clocks its moves start, meet, pause and stop, and who holds it meanwhile.

All changes to the clocks of one case are gathered in memory and written once, at the end of the transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_CASE, WORKING_ASSIGNMENT, CaseState
from huiyin.clocks import spans
from huiyin.clocks.act import Clocks, clocks_of, new_clocks
from huiyin.clocks.changes import DueChange, Start
from huiyin.clocks.models import Holder
from huiyin.journal.door import Step, note
from huiyin.journal.models import Event
from huiyin.journal.writing import Writing, writing
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.path import self_and_ancestors

CENTRE_CLOCK: dict[str, str] = {
    CaseState.COLLECTED: "centre_review",
    CaseState.REGISTERED: "centre_review",
    CaseState.IN_REVIEW: "centre_review",
    CaseState.IN_APPROVAL: "centre_approval",
    CaseState.APPROVED: "centre_dispatch",
    CaseState.IN_AUDIT: "centre_audit",
    CaseState.IN_CALLBACK: "callback",
}
"""The clock of the centre itself in each state: it has limits too."""

DECISION_CLOCK = {
    Kind.RETURN: "centre_return_review",
    Kind.EXTENSION: "centre_extension",
    Kind.SUSPENSION: "centre_extension",
}
CITIZEN, REPLY, SIGN, CONTACT = "citizen", "unit_reply", "unit_sign", "first_contact"
AUDIT, SUSPENDED = "audit", "suspension"


def clocks_in(now_writing: Writing, head: Case) -> Clocks:
    """Return the clocks of the case in this transaction, loaded once."""
    if head.pk not in now_writing.kept:
        now_writing.kept[head.pk] = new_clocks() if head.pk in now_writing.new_heads else clocks_of(head.pk)
    kept: Clocks = now_writing.kept[head.pk]
    return kept


def limit_for(head: Case, clock: str, level: int | None = None) -> Limit | None:
    """Return the limit that the case's book sets for a clock of this case."""
    return book_named(head.book).limit(
        clock, kind=head.kind, family=head.family, channel=head.channel, category=head.category or None,
        urgency=head.urgency, level=level, important=head.important or head.leader_signed,
    )  # fmt: skip


def _start(
    now_writing: Writing, head: Case, subject: Any, kind: str, at: datetime, *, unit_id: UUID | None = None,
    limit: Limit | None = None, level: int | None = None,
) -> datetime | None:  # fmt: skip
    limit = limit or limit_for(head, kind, level)
    if limit is None:
        return None
    name = "case" if isinstance(subject, Case) else type(subject).__name__.lower()
    start = Start(name, subject.pk, kind, limit, at, book_named(head.book), head.pk, unit_id)
    return clocks_in(now_writing, head).restart(start).due_at


# -- the case ----------------------------------------------------------------------------------------------------


def begin_case(step: Step) -> None:
    """The citizen's clock runs from acceptance; it never begins anew."""
    case = step.head
    case.due_at = _start(step.writing, case, case, CITIZEN, step.at)


def end_case(step: Step, answered_at: datetime | None) -> None:
    """Nobody owes anything on the case any more: the citizen's clock is met by the answer, all others stop."""
    clocks = clocks_in(step.writing, step.subject)
    if answered_at:
        clocks.resume(step.subject.pk, CITIZEN, step.at, SUSPENDED)
        clocks.meet(step.subject.pk, CITIZEN, answered_at)
    if kind := CENTRE_CLOCK.get(step.facts.state):
        clocks.meet(step.subject.pk, kind, step.at)
    clocks.stop_all(step.at)


def reopen_case(step: Step) -> None:
    """The case is open again. The citizen's clock ran once and was judged; only the centre's and the unit's begin."""
    clock = clocks_in(step.writing, step.subject).find(step.subject.pk, CITIZEN)
    if clock is None and step.subject.answered_at is None:
        step.subject.due_at = _start(
            step.writing, step.subject, step.subject, CITIZEN, step.subject.accepted_at or step.at
        )


def bring_forward(parent: Case, due: datetime, now_writing: Writing, at: datetime) -> None:
    """Joined cases have the earliest due time of all."""
    clocks_in(now_writing, parent).set_due(parent.pk, CITIZEN, at, "merged", to=due)
    parent.due_at = due


def suspend_case(step: Step) -> None:
    """On the ledger: the clocks stand until the matter is taken up again; the case stays in the population."""
    clocks = clocks_in(step.writing, step.head)
    clocks.pause(step.head.pk, CITIZEN, step.at, SUSPENDED)


def resume_case(step: Step) -> None:
    """Off the ledger: the citizen's clock goes on."""
    clocks_in(step.writing, step.head).resume(step.head.pk, CITIZEN, step.at, SUSPENDED)


# -- a unit's share ----------------------------------------------------------------------------------------------


def begin_share(step: Step, share: Assignment) -> None:
    """Start the unit's clocks: to sign, to speak with the petitioner, and to reply within the limit from dispatch."""
    where, level = (step.writing, step.head, share), len(self_and_ancestors(share.unit_path))
    share.sign_due_at = _start(*where, SIGN, step.at, unit_id=share.unit_id, level=level)
    if share.role != Role.JOINT and book_named(share.book).answers.contact_first and step.head.petitioner_id:
        _start(*where, CONTACT, step.at, unit_id=share.unit_id, level=level)
    limit = _hand_limit(share) or limit_for(step.head, REPLY, level)
    if limit and limit.starts != "sign":
        share.due_at = _start(*where, REPLY, step.at, unit_id=share.unit_id, limit=limit)
        _stay_inside_above(step, share)


def _hand_limit(share: Assignment) -> Limit | None:
    text = getattr(share, "hand_limit", "")
    return Limit.parse(text) if text else None


def _stay_inside_above(step: Step, share: Assignment) -> None:
    above = share.above
    if above is None or above.due_at is None or share.due_at is None or share.due_at <= above.due_at:
        return
    clocks_in(step.writing, step.head).set_due(share.pk, REPLY, step.at, "inside_above", to=above.due_at)
    share.due_at = max(above.due_at, share.dispatched_at)


def share_signed(step: Step, share: Assignment) -> None:
    """The sign clock is met; where the city counts from signing, the limit begins now."""
    clocks_in(step.writing, step.head).meet(share.pk, SIGN, step.at)
    if share.due_at is None:
        level = len(self_and_ancestors(share.unit_path))
        share.due_at = _start(step.writing, step.head, share, REPLY, step.at, unit_id=share.unit_id, level=level)
        _stay_inside_above(step, share)
        _tell_head(step, share)


def share_contacted(step: Step, share: Assignment) -> None:
    """The petitioner was spoken with."""
    clocks_in(step.writing, step.head).meet(share.pk, CONTACT, step.at)


def share_replied(step: Step, share: Assignment) -> None:
    """The reply is in: the clock stands while it is audited."""
    if step.book.audit.gives_back_time:
        clocks_in(step.writing, step.head).pause(share.pk, REPLY, step.at, AUDIT)


def share_rejected(step: Step, share: Assignment) -> None:
    """The reply goes back: the time of the audit is given back, at least the city's minimum is left."""
    clocks = clocks_in(step.writing, step.head)
    clock = clocks.resume(share.pk, REPLY, step.at, AUDIT, least=step.book.audit.minimum_left)
    share.due_at = clock.due_at if clock else share.due_at


def share_passed(step: Step, share: Assignment) -> None:
    """The reply passed: it counts from the moment at which it came."""
    clocks = clocks_in(step.writing, step.head)
    clocks.meet(share.pk, REPLY, share.replied_at or step.at)
    clocks.stop_all(step.at, subject_id=share.pk)


def share_stopped(step: Step, share: Assignment) -> None:
    """The share is over without a reply: none of its clocks runs on."""
    clocks_in(step.writing, step.head).stop_all(step.at, subject_id=share.pk)


def share_again(step: Step, share: Assignment) -> None:
    """A redo has a full limit of its own."""
    level = len(self_and_ancestors(share.unit_path))
    share.due_at = _start(step.writing, step.head, share, REPLY, step.at, unit_id=share.unit_id, level=level)


def pause_share(step: Step, share: Assignment, why: str) -> None:
    """The unit's clock stands for a reason."""
    clocks_in(step.writing, step.head).pause(share.pk, REPLY, step.at, why)


def resume_share(step: Step, share: Assignment, why: str) -> None:
    """The unit's clock goes on, with the time given back that it stood for this reason."""
    clock = clocks_in(step.writing, step.head).resume(share.pk, REPLY, step.at, why)
    share.due_at = clock.due_at if clock else share.due_at
    _tell_head(step, share)


def extend_share(step: Step, share: Assignment, until: datetime) -> None:
    """Move the unit's date, and the promise to the petitioner where the lead is extended."""
    clocks = clocks_in(step.writing, step.head)
    clock = clocks.resume(share.pk, REPLY, step.at, Kind.EXTENSION)
    if clock and until > clock.due_at:
        clocks.extend(share.pk, REPLY, step.at, Kind.EXTENSION, to=until)
    share.due_at = clock.due_at if clock else until
    if share.role != Role.LEAD:
        return
    step.head.extended = True
    promise = clocks.find(step.head.pk, CITIZEN)
    if promise and promise.due_at < until:
        clocks.extend(step.head.pk, CITIZEN, step.at, Kind.EXTENSION, to=until)
        step.head.due_at = until
    _tell_head(step, share)


def _tell_head(step: Step, share: Assignment) -> None:
    if share.role == Role.LEAD:
        step.head.unit_due_at = share.due_at


# -- applications --------------------------------------------------------------------------------------------------


def begin_decision(step: Step, application: Application, unit_id: UUID) -> None:
    """The centre must decide in time; while it is late the unit's clock stands."""
    _start(step.writing, step.head, application, DECISION_CLOCK[Kind(application.kind)], step.at, unit_id=unit_id)


def end_decision(step: Step, application: Application) -> None:
    """Decided: what the centre took too long is given back to the unit."""
    if kind := DECISION_CLOCK.get(Kind(application.kind)):
        clocks_in(step.writing, step.head).meet(application.pk, kind, step.at)


# -- after every transaction -----------------------------------------------------------------------------------------


def follow_states(now_writing: Writing, head: Case, events: Sequence[Event], at: datetime) -> None:
    """Let the centre's clock and the holder follow the state, then write the clocks and journal what moved."""
    before = next((e.state_before for e in events if e.subject_kind == "case"), head.state)
    if before != head.state:
        _follow_centre_clock(now_writing, head, before, at)
    if before != head.state or any(_may_change_hands(e) for e in events):
        _follow_holder(head, before, at)
    if head.pk in now_writing.kept:
        _keep_changes(now_writing, head, clocks_in(now_writing, head).save(), events, at)


def _may_change_hands(event: Event) -> bool:
    return event.subject_kind == "application" or event.state_before != event.state_after


def _follow_centre_clock(now_writing: Writing, head: Case, before: str, at: datetime) -> None:
    old, new = CENTRE_CLOCK.get(before), CENTRE_CLOCK.get(head.state)
    if old == new:
        return
    if old:
        clocks_in(now_writing, head).meet(head.pk, old, at)
    if new:
        _start(now_writing, head, head, new, at, unit_id=head.lead_unit_id if new == "centre_audit" else None)


def _follow_holder(head: Case, before: str, at: datetime) -> None:
    if head.state not in OPEN_CASE:
        # A joined case ends its own account too: the matter goes on in the case that it joined.
        if before:
            spans.finish(head.pk, at)
        return
    if head.state == CaseState.COLLECTED:
        return
    if before in {"", CaseState.COLLECTED}:
        spans.open_account(head.pk, Holder.CENTRE, at)
        return
    holder, share = holder_now(head)
    level = len(self_and_ancestors(share.unit_path)) if share else None
    spans.hand_over(head.pk, holder, at, unit_id=share.unit_id if share else None, level=level)


def holder_now(head: Case) -> tuple[Holder, Assignment | None]:
    """Return who holds the case now, and the share where a unit does: the lowest one that still works."""
    if head.state == CaseState.IN_APPROVAL:
        return Holder.APPROVAL, None
    if head.state == CaseState.IN_CALLBACK:
        return Holder.CALLBACK, None
    if head.state != CaseState.IN_HANDLING:
        return Holder.CENTRE, None
    shares = list(Assignment.objects.filter(case_id=head.pk).exclude(role=Role.JOINT).order_by("-unit_path"))
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


def lock_case(now_writing: Writing, case_id: UUID) -> Case:
    """Lock a case for the room of the clocks, which lies below and knows no cases."""
    case: Case = now_writing.lock(Case, case_id)
    return case


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
