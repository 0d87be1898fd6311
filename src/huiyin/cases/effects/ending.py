"""Effects of ending a case without a unit, and of joining and parting cases."""

from huiyin.cases import timing
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import Step, door_of, note


def keep_refusal(step: Step) -> None:
    """Keep the reason; the petitioner was told the legal route, which counts as the answer."""
    step.subject.refusal_reason = step.said["refusal"]
    step.subject.answered_at = step.at


def keep_transfer(step: Step) -> None:
    """Keep whither it went, and their receipt number if they gave one already."""
    step.subject.transfer_target = step.said["target"]
    step.subject.answered_at = step.at
    keep_receipt(step)


def keep_receipt(step: Step) -> None:
    """Keep the other body's receipt number, which may follow later."""
    step.subject.outside_receipt = step.said.get("receipt") or step.subject.outside_receipt


def end(step: Step) -> None:
    """Nobody owes anything any more: clocks stop, the account closes, joined cases stand alone again."""
    step.subject.ended_at = step.at
    timing.end_case(step, answered_at=step.subject.answered_at)
    children = Case.objects.filter(parent_id=step.subject.pk, state=CaseState.MERGED).order_by("id")
    for child_id in children.values_list("id", flat=True):
        reason = {"reason": "主件已结束，恢复单独办理"}
        door_of("case").move(child_id, "separate", reason, actor=PLATFORM, at=step.at, caused_by=step.event_id)


def take_up_again(step: Step) -> None:
    """The case is worked on again by the centre; the citizen's clock goes on where it stood."""
    case = step.subject
    case.ended_at = case.closed_at = case.closed_day = None
    timing.reopen_case(step)


def join_parent(step: Step) -> None:
    """Join another case on the same matter: it takes the earliest due time; each petitioner keeps an own answer."""
    parent = step.writing.lock(Case, step.said["parent"])
    case = step.subject
    case.parent = parent
    case.ended_at = None
    record = {"child": case.pk}
    if step.book.merge.due == "earliest" and case.due_at and parent.due_at and case.due_at < parent.due_at:
        record |= {"due_before": parent.due_at, "due": case.due_at}
        timing.bring_forward(parent, case.due_at, step.writing, step.at)
    note(
        "case.joined",
        "case",
        parent.pk,
        actor=step.actor,
        at=step.at,
        head=parent,
        said=record,
        caused_by=step.event_id,
    )


def leave_parent(step: Step) -> None:
    """Stand alone again."""
    step.record["left"] = step.subject.parent_id
    step.subject.parent = None
