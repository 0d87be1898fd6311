"""Effects of dispatching and of audit on the units' shares."""

from typing import Any
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.effects.approving import approve_afterwards_later
from huiyin.cases.models import Assignment
from huiyin.cases.models.assignment import Role
from huiyin.cases.models.case import Outcome, Wish
from huiyin.cases.states import OPEN_ASSIGNMENT, AssignmentState
from huiyin.clocks.act import forfeit
from huiyin.flow.times import local_day
from huiyin.journal.door import Step, door_of
from huiyin.journal.prepared import Prepared


def assign_units(step: Step) -> None:
    """Give the lead unit and each joint unit its share; an urgent case not yet approved is approved afterwards."""
    approve_afterwards_later(step)
    assign_lead(step, step.said["lead"], step.said.get("note", ""), limit=step.said.get("limit", ""))
    for unit_id in step.said["joint"]:
        new_share(step, unit_id, Role.JOINT, step.said.get("note", ""), limit=step.said.get("limit", ""))


def add_units(step: Step) -> None:
    """Let further units join those that are at work on the case."""
    for unit_id in step.said["joint"]:
        new_share(step, unit_id, Role.JOINT, step.said["note"])


def assign_lead(step: Step, unit_id: UUID, note: str = "", *, limit: str = "", bound: bool = False) -> Assignment:
    """Give a unit the lead and let the case row say so. A unit that has another share of the case gives that up."""
    if any(p.is_open and p.unit_id == unit_id for p in _facts_of_case(step).parts):
        own = next((s for s in open_shares(step) if s.unit_id == unit_id), None)
        # What was handed down to it ended with the share above.
        if own is not None:
            door_of("assignment").follow_on(step, own, "release")
    share = new_share(step, unit_id, Role.LEAD, note, limit=limit, bound=bound)
    case = step.head
    case.lead_unit_id, case.lead_path = unit_id, share.unit_path
    case.first_unit_id = case.first_unit_id or unit_id
    case.unit_due_at = share.due_at
    case.dispatched_at = case.dispatched_at or step.at
    case.dispatched_day = case.dispatched_day or local_day(step.at)
    return share


def new_share(
    step: Step, unit_id: UUID, role: str, note: str = "", *, limit: str = "", above: Assignment | None = None,
    bound: bool = False,
) -> Assignment:  # fmt: skip
    """Make one unit's share through its own door; its clocks start there."""
    unit = _facts_of_case(step).unit(unit_id)
    share = Assignment(
        case_id=step.head.pk, unit_id=unit_id, unit_path=unit.path, role=role, above=above, note=note[:500],
        book=step.head.book, dispatched_at=step.at, dispatched_day=local_day(step.at), bound=bound,
    )  # fmt: skip
    share.hand_limit = limit  # type: ignore[attr-defined]
    door_of("assignment").follow_on(step, share, "assign")
    return share


def _facts_of_case(step: Step) -> Any:
    return getattr(step.facts, "case", step.facts)


def recall_units(step: Step) -> None:
    """Take every open share back; nobody has signed."""
    for share in open_shares(step):
        door_of("assignment").follow_on(step, share, "recall")
    _forget_lead(step.subject)


def release_units(step: Step) -> None:
    """The case is over: what units still hold is released."""
    for share in open_shares(step):
        door_of("assignment").follow_on(step, share, "release")


def pass_replies(step: Step) -> None:
    """The lead's reply and those of the joint units pass; what is not answered is released with the case."""
    for share in open_shares(step):
        passes = share.state == AssignmentState.REPLIED
        door_of("assignment").follow_on(step, share, "pass" if passes else "release")
    step.subject.audited_by_id = step.actor.user_id


def reject_replies(step: Step) -> None:
    """The lead's reply goes back with its cause."""
    lead = next(s for s in open_shares(step) if s.role == Role.LEAD)
    door_of("assignment").follow_on(step, lead, "reject", {"cause": step.said["cause"], "reason": step.said["reason"]})
    step.subject.rejections += 1
    unmet = [int(ordinal) for ordinal in step.said.get("unmet") or ()]
    Wish.objects.filter(case_id=step.subject.pk, ordinal__in=unmet).update(audited=False)


def send_to_unit_again(step: Step) -> None:
    """Redo or reopen: the unit that led, or its heir, leads again with a full limit; what was counted stays counted."""
    lead = Assignment.objects.get(pk=step.facts.lead.id)
    _lose_on_time_if_untrue(step, lead)
    door_of("assignment").follow_on(step, lead, "again")
    heir_id = step.facts.heir(lead.unit_id)
    if heir_id != lead.unit_id:
        door_of("assignment").follow_on(step, lead, "hand_to_successor", {"unit": heir_id})
    case = step.subject
    case.redos += 1
    case.closed_at = case.closed_day = case.ended_at = None
    case.outcome = Outcome.NONE
    case.unit_due_at = lead.due_at
    timing.reopen_case(step)


def _lose_on_time_if_untrue(step: Step, lead: Assignment) -> None:
    cause = step.said.get("cause")
    if cause and step.book.reject_cause(cause).loses_on_time:
        lead.untrue, lead.on_time = True, False
        forfeit(lead.pk, timing.REPLY)


_open_shares_of = Prepared(
    lambda case_id: Assignment.objects.filter(case_id=case_id, state__in=sorted(OPEN_ASSIGNMENT)).order_by("id")
)


def open_shares(step: Step) -> list[Assignment]:
    """Return the open shares of the case, those handed down before those above. The lock on the case serves for them."""
    shares = {share.pk: share for share in _open_shares_of(step.head.pk)}
    return sorted(shares.values(), key=lambda share: -_steps_down(share, shares))


def _steps_down(share: Assignment, shares: dict[UUID, Assignment]) -> int:
    above = shares.get(share.above_id) if share.above_id else None
    return 1 + _steps_down(above, shares) if above else 0


def _forget_lead(case: Any) -> None:
    if case.first_unit_id == case.lead_unit_id:
        case.first_unit_id = None
    case.lead_unit_id, case.lead_path, case.unit_due_at = None, "", None
