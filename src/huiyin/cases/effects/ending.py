"""Effects of ending a case without a unit, and of joining and parting cases."""

from typing import Any

from huiyin.cases import timing
from huiyin.cases.models import Case
from huiyin.cases.models.case import Outcome
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import Step, door_of, note


def keep_refusal(step: Step) -> None:
    """Keep the reason."""
    step.subject.refusal_reason = step.said["refusal"]


def keep_transfer(step: Step) -> None:
    """Keep whither it went, and their receipt number if they gave one already."""
    step.subject.transfer_target = step.said["target"]
    step.subject.answered_at = step.at
    keep_receipt(step)


def answer_by_handing_up(step: Step) -> None:
    """A unit's own line gives the matter to the city, which accepts it anew; the caller is told the city's number."""
    step.subject.answered_at = step.at


def keep_receipt(step: Step) -> None:
    """Keep the other body's receipt number, which may follow later."""
    step.subject.outside_receipt = step.said.get("receipt") or step.subject.outside_receipt


def end(step: Step) -> None:
    """Nobody owes anything any more: clocks stop, the account closes, joined cases stand alone again."""
    step.subject.ended_at = step.at
    # Kept apart from the state: an archived case must still be counted as what it was.
    step.subject.outcome = Outcome(step.subject.state)
    step.subject.suspended, step.subject.review_on = False, None
    timing.end_case(step, answered_at=step.subject.answered_at)
    children = Case.objects.filter(parent_id=step.subject.pk, state=CaseState.MERGED).order_by("id")
    for child_id in children.values_list("id", flat=True):
        reason = {"reason": "主件已结束，恢复单独办理"}
        door_of("case").move(child_id, "separate", reason, actor=PLATFORM, at=step.at, caused_by=step.event_id)


def take_up_again(step: Step) -> None:
    """The case is worked on again by the centre; the citizen's clock goes on where it stood."""
    case = step.subject
    case.ended_at = case.closed_at = case.closed_day = None
    case.outcome = Outcome.NONE
    timing.reopen_case(step)
    step.record["due"] = case.due_at


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
        door_of("case").finish_later(step.writing, parent, step.at)
    _tell(step, parent, "case.joined", record)


def link_case(step: Step) -> None:
    """Say that this is the same matter as another case, which stays as it is: what is closed is linked, not merged."""
    other = step.writing.lock(Case, step.said["other"])
    step.subject.repeats = other
    _tell(step, other, "case.linked", {"with": step.subject.pk})


def _tell(step: Step, other: Case, verb: str, said: dict[str, Any]) -> None:
    """Let the other case's own chain tell it too."""
    note(verb, "case", other.pk, actor=step.actor, at=step.at, head=other, said=said, caused_by=step.event_id)


def leave_parent(step: Step) -> None:
    """Stand alone again."""
    step.record["left"] = step.subject.parent_id
    step.subject.parent = None
