"""Effects of dispatching and of audit on the units' shares."""

from typing import Any
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.effects.approving import lay_chain
from huiyin.cases.models import Assignment
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_ASSIGNMENT, AssignmentState
from huiyin.flow.times import local_day
from huiyin.journal.door import Step, door_of


def assign_units(step: Step) -> None:
    """Give the lead unit and each joint unit its share; an urgent case not yet approved is approved afterwards."""
    if step.facts.approval_needed and step.facts.state != "approved":
        step.subject.approval_pending = True
        lay_chain(step)
    assign_lead(step, step.said["lead"], step.said.get("note", ""), limit=step.said.get("limit", ""))
    for unit_id in step.said["joint"]:
        new_share(step, unit_id, Role.JOINT, step.said.get("note", ""), limit=step.said.get("limit", ""))


def assign_lead(step: Step, unit_id: UUID, note: str = "", limit: str = "") -> Assignment:
    """Give a unit the lead and let the case row say so."""
    share = new_share(step, unit_id, Role.LEAD, note, limit=limit)
    case = step.head
    case.lead_unit_id, case.lead_path = unit_id, share.unit_path
    case.unit_due_at = share.due_at
    case.dispatched_at = case.dispatched_at or step.at
    case.dispatched_day = case.dispatched_day or local_day(step.at)
    return share


def new_share(
    step: Step, unit_id: UUID, role: str, note: str = "", *, limit: str = "", above: Assignment | None = None
) -> Assignment:
    """Make one unit's share through its own door; its clocks start there."""
    case_facts = getattr(step.facts, "case", step.facts)
    unit = case_facts.unit(unit_id)
    share = Assignment(
        case_id=step.head.pk, unit_id=unit_id, unit_path=unit.path, role=role, above=above, note=note[:500],
        book=step.head.book, dispatched_at=step.at, dispatched_day=local_day(step.at),
    )  # fmt: skip
    share.hand_limit, share.depth = limit, unit.depth  # type: ignore[attr-defined]
    door_of("assignment").follow_on(step, share, "assign")
    return share


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


def send_to_unit_again(step: Step) -> None:
    """Redo or reopen: the unit that led leads again, with a limit of its own; what was counted stays counted."""
    lead = Assignment.objects.select_for_update().get(pk=step.facts.lead.id)
    door_of("assignment").follow_on(step, lead, "again")
    case = step.subject
    case.redos += 1
    case.closed_at = case.closed_day = case.ended_at = None
    case.unit_due_at = lead.due_at
    timing.reopen_case(step)


def open_shares(step: Step) -> list[Assignment]:
    """Return the open shares of the case, those above before those below, locked."""
    shares = Assignment.objects.select_for_update().filter(case_id=step.head.pk, state__in=sorted(OPEN_ASSIGNMENT))
    return list(shares.order_by("unit_path", "id"))


def _forget_lead(case: Any) -> None:
    case.lead_unit_id, case.lead_path, case.unit_due_at = None, "", None
