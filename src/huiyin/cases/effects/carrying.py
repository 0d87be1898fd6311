"""Effects of carrying over another system's open case: its times stay as they were, its remaining limit holds."""

from huiyin.cases import timing_carried
from huiyin.cases.effects.registering import write_wishes
from huiyin.cases.guards import WITH_UNIT
from huiyin.cases.models import Assignment
from huiyin.cases.models.assignment import Role
from huiyin.flow.times import local_day
from huiyin.journal.door import Step, door_of


def list_wishes_still_open(step: Step) -> None:
    """List the wishes, unless the unit has replied: nobody ticked there what it said to each."""
    if step.said["stands"] != "replied":
        write_wishes(step)


def take_over(step: Step) -> None:
    """Accepted when the other system accepted it, in the hands of the unit that had it, due when it was due there."""
    case, said = step.subject, step.said
    case.accepted_at, case.accepted_day = said["accepted_at"], local_day(said["accepted_at"])
    case.received_at = min(case.received_at, case.accepted_at)
    case.registered_by_id = step.actor.user_id
    timing_carried.begin_case(step)
    step.record["due"] = case.due_at
    if said["stands"] in WITH_UNIT:
        _give_to_unit(step)


def _give_to_unit(step: Step) -> None:
    case, said, unit = step.subject, step.said, step.facts.unit(step.said["lead"])
    since = said["dispatched_at"] or said["accepted_at"]
    share = Assignment(
        case_id=case.pk, unit_id=unit.id, unit_path=unit.path, role=Role.LEAD, book=case.book, dispatched_at=since,
        dispatched_day=local_day(since),
    )  # fmt: skip
    case.dispatched_at, case.dispatched_day = share.dispatched_at, share.dispatched_day
    door, signed = door_of("assignment"), bool(said["signed_at"]) or said["stands"] == "replied"
    door.follow_on(step, share, "carry_over", {"due_at": said["due_at"], "signed": signed})
    case.lead_unit_id, case.lead_path, case.unit_due_at = unit.id, unit.path, share.due_at
    if signed:
        door.follow_on(step, share, "carry_signature", {"signed_at": said["signed_at"]})
    if said["stands"] == "replied":
        door.follow_on(step, share, "carry_reply", {"account": _account(step)})


def _account(step: Step) -> str:
    return "\n".join(entry["text"] for entry in step.said["history"])[-8000:]
