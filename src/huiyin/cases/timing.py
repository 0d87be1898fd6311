"""The times of a case: which clocks its moves start, meet, pause and stop.

All changes to the clocks of one case are gathered in memory and written once, at the end of the transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.cases.guards.dispatching import limit_by_hand
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.picture import limit_of_case
from huiyin.cases.states import CaseState
from huiyin.clocks.act import Clocks, clocks_of, forfeit, new_clocks
from huiyin.clocks.changes import Start
from huiyin.journal.door import Step
from huiyin.journal.writing import Writing
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.path import depth_of

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
APPROVAL, RESERVE = "centre_approval", "sub_dispatch_reserve"
AUDIT, SUSPENDED = "audit", "suspension"


def clocks_in(now_writing: Writing, head: Case) -> Clocks:
    """Return the clocks of the case in this transaction, loaded once."""
    if head.pk not in now_writing.kept:
        now_writing.kept[head.pk] = new_clocks() if head.pk in now_writing.new_heads else clocks_of(head.pk)
    kept: Clocks = now_writing.kept[head.pk]
    return kept


def limit_for(head: Case, clock: str, level: int | None = None) -> Limit | None:
    """Return the limit that the case's book sets for a clock of this case."""
    return limit_of_case(book_named(head.book), head, clock, level)


def start_clock(
    now_writing: Writing, head: Case, subject: Any, kind: str, at: datetime, *, unit_id: UUID | None = None,
    limit: Limit | None = None, level: int | None = None,
) -> datetime | None:  # fmt: skip
    """Start a clock of the case or of a part of it; return when it is due, None where the city sets no limit."""
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
    case.due_at = start_clock(step.writing, case, case, CITIZEN, step.at)


def end_case(step: Step, answered_at: datetime | None) -> None:
    """Nobody owes anything on the case any more: the citizen's clock is met by the answer, all others stop."""
    clocks = clocks_in(step.writing, step.subject)
    if answered_at:
        clocks.resume(step.subject.pk, CITIZEN, step.at, SUSPENDED)
        clocks.meet(step.subject.pk, CITIZEN, answered_at)
    if kind := CENTRE_CLOCK.get(step.facts.state):
        clocks.meet(step.subject.pk, kind, step.at)
    clocks.stop_all(step.at)


def answered(step: Step, at: datetime) -> None:
    """The petitioner has an answer: the promise is kept, or was kept late."""
    clocks_in(step.writing, step.subject).meet(step.subject.pk, CITIZEN, at)


def reopen_case(step: Step) -> None:
    """The case is open again. What was answered was judged; what was not is due when it always was: from acceptance."""
    case = step.subject
    clock = clocks_in(step.writing, case).find(case.pk, CITIZEN)
    if clock is None and case.answered_at is None and case.accepted_at is not None:
        case.due_at = start_clock(step.writing, case, case, CITIZEN, case.accepted_at)


def reckon_anew(step: Step) -> None:
    """Another kind or urgency has another limit: it counts from acceptance, and is never due in the past."""
    case, limit = step.subject, limit_for(step.subject, CITIZEN)
    if limit is None or case.due_at is None:
        return
    due = max(almanac().due(case.accepted_at, limit, step.book.office).at, step.at)
    # Cases on one matter keep the earliest promise of all.
    due = min(due, case.due_at) if step.facts.has_children() else due
    clocks_in(step.writing, case).set_due(case.pk, CITIZEN, step.at, "amended", to=due)


def begin_approval(step: Step) -> None:
    """An approval that follows the dispatch has its limit, too."""
    start_clock(step.writing, step.head, step.head, APPROVAL, step.at)


def end_approval(step: Step) -> None:
    """The last of the chain has decided."""
    clocks_in(step.writing, step.head).meet(step.head.pk, APPROVAL, step.at)


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
    level = depth_of(share.unit_path)
    share.sign_due_at = start_clock(step.writing, step.head, share, SIGN, step.at, unit_id=share.unit_id, level=level)
    _begin_contact(step, share, from_signing=False)
    limit = _hand_limit(step, share) or limit_for(step.head, REPLY, level)
    if limit and limit.starts != "sign":
        _begin_reply(step, share, limit)


def share_signed(step: Step, share: Assignment) -> None:
    """The sign clock is met; where the city counts from signing, the limits begin now."""
    clocks_in(step.writing, step.head).meet(share.pk, SIGN, step.at)
    _begin_contact(step, share, from_signing=True)
    if share.due_at is None and (limit := limit_for(step.head, REPLY, depth_of(share.unit_path))):
        _begin_reply(step, share, limit)
        _tell_head(step, share)


def _begin_contact(step: Step, share: Assignment, *, from_signing: bool) -> None:
    wanted = share.role != Role.JOINT and step.head.petitioner_id and book_named(share.book).answers.contact_first
    limit = limit_for(step.head, CONTACT, depth_of(share.unit_path)) if wanted else None
    if limit and (limit.starts == "sign") == from_signing:
        start_clock(step.writing, step.head, share, CONTACT, step.at, unit_id=share.unit_id, limit=limit)


def _begin_reply(step: Step, share: Assignment, limit: Limit) -> None:
    share.due_at = start_clock(step.writing, step.head, share, REPLY, step.at, unit_id=share.unit_id, limit=limit)
    _leave_the_rest(step, share, limit)
    above = share.above
    if above is None or above.due_at is None or share.due_at is None:
        return
    latest = _inside(step.head, above.due_at, step.at)
    if share.due_at > latest:
        clocks_in(step.writing, step.head).set_due(share.pk, REPLY, step.at, "inside_above", to=latest)
        share.due_at = max(latest, step.at)


def _leave_the_rest(step: Step, share: Assignment, limit: Limit) -> None:
    """Where the city gives no full limit after a return, the next unit has what the first one left, and the least."""
    book, first = book_named(share.book), step.head.dispatched_at
    if book.unit_clock.full_limit_after_return or share.role != Role.LEAD or not step.head.returns or not share.due_at:
        return
    days = almanac()
    rest = max(
        days.due(start, one, book.office).at for start, one in [(first, limit), (step.at, book.audit.minimum_left)]
    )
    if rest < share.due_at:
        clocks_in(step.writing, step.head).set_due(share.pk, REPLY, step.at, "after_return", to=rest)
        share.due_at = rest


def _inside(head: Case, due: datetime, at: datetime) -> datetime:
    """Return when a lower unit must be done so that the unit above can still answer: the reserve before its limit."""
    reserve, office = limit_for(head, RESERVE), book_named(head.book).office
    earlier = almanac().shifted(due, reserve, office, times=-1) if reserve else due
    return earlier if earlier > at else due


def _hand_limit(step: Step, share: Assignment) -> Limit | None:
    text = getattr(share, "hand_limit", "")
    return limit_by_hand(text, step.head.urgency, book_named(share.book)) if text else None


def share_contacted(step: Step, share: Assignment) -> None:
    """The petitioner was spoken with, for those above as well who handed the work down: nobody is rung up twice."""
    clocks = clocks_in(step.writing, step.head)
    spoke_for: Assignment | None = share
    while spoke_for:
        clocks.meet(spoke_for.pk, CONTACT, step.at)
        spoke_for = spoke_for.above


def share_replied(step: Step, share: Assignment) -> None:
    """The reply is in: the clock stands while it is audited."""
    clocks_in(step.writing, step.head).pause(share.pk, REPLY, step.at, AUDIT)


def share_rejected(step: Step, share: Assignment) -> None:
    """The reply goes back: the city gives the time of the audit back or not, but at least its minimum is left.

    An untrue reply is never on time, however soon the next one comes.
    """
    audit, clocks = step.book.audit, clocks_in(step.writing, step.head)
    clock = clocks.resume(
        share.pk, REPLY, step.at, AUDIT, least=audit.minimum_left, gives_back=audit.gives_back_time
    )  # fmt: skip
    if clock:
        share.due_at = clock.due_at
    if share.untrue:
        share_untrue(step, share)


def share_untrue(step: Step, share: Assignment) -> None:
    """What proved untrue is not on time, whether it was accepted before or not."""
    clock = clocks_in(step.writing, step.head).find(share.pk, REPLY)
    if clock:
        clocks_in(step.writing, step.head).forfeit(clock)
    else:
        forfeit(share.pk, REPLY)


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
    level = depth_of(share.unit_path)
    share.due_at = start_clock(step.writing, step.head, share, REPLY, step.at, unit_id=share.unit_id, level=level)


def share_handed_on(step: Step, share: Assignment) -> None:
    """Another unit has the share now: its clocks, too."""
    clocks_in(step.writing, step.head).hand_on(share.pk, share.unit_id)


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
    """The centre, or the leader who instructed, must decide in time; while that is late the unit's clock stands."""
    start_clock(step.writing, step.head, application, DECISION_CLOCK[Kind(application.kind)], step.at, unit_id=unit_id)


def end_decision(step: Step, application: Application) -> None:
    """Decided: what the centre took too long is given back to the unit."""
    if kind := DECISION_CLOCK.get(Kind(application.kind)):
        clocks_in(step.writing, step.head).meet(application.pk, kind, step.at)


def lock_case(now_writing: Writing, case_id: UUID) -> Case:
    """Lock a case for the room of the clocks, which lies below and knows no cases."""
    case: Case = now_writing.lock(Case, case_id)
    return case
