"""Effects of closing: the answer to the petitioner, the outcome, whether it was on time, the joined cases."""

from datetime import datetime
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.effects.dispatching import release_units
from huiyin.cases.models import Answer, Case, Reply, Wish
from huiyin.cases.models.case import Outcome
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.journal.door import Step, door_of


def answer_from_centre(step: Step) -> None:
    """Keep the answer that the centre gave."""
    _keep_answer(step, step.at, step.actor.user_id, way=step.said["way"], text=step.said["answer"])


def close_directly(step: Step) -> None:
    """Close a case that needed no unit; answered and handled by the centre are counted apart."""
    handled = step.move.action == "handle_directly"
    step.subject.outcome = Outcome.DIRECT_HANDLED if handled else Outcome.DIRECT_ANSWER
    Wish.objects.filter(case_id=step.subject.pk).update(
        result="solved" if step.book.result(step.said["result"]).solves else "explained", audited=True
    )
    _close(step, step.said["result"])


def answer_after_audit(step: Step) -> None:
    """Keep the answer: the centre's own, or the one that the unit gave with its feedback."""
    if step.said.get("way"):
        way, text, link = step.said["way"], step.said["answer"], step.said["answer_link"]
        _keep_answer(step, step.at, step.actor.user_id, way=way, text=text, link=link)
        return
    reply = _passed_reply(step)
    if reply and reply.submitted_at:
        _keep_answer(step, reply.submitted_at, reply.drafted_by_id, way="unit", text=reply.public, by_unit=True)


def close_by_unit(step: Step) -> None:
    """Keep result and ticks; close, unless the city calls back before closing."""
    step.subject.outcome = Outcome.BY_UNIT
    step.subject.result = step.said["result"]
    step.subject.suggestion_adopted = step.subject.suggestion_adopted or step.said["suggestion_adopted"]
    Wish.objects.filter(case_id=step.subject.pk).update(audited=True)
    if step.subject.state == CaseState.CLOSED:
        _close(step, step.said["result"])


def close_after_callback(step: Step) -> None:
    """Close what waited for its call-back."""
    _close(step, step.subject.result)


def end_by_judgement(step: Step) -> None:
    """A second person ends the quarrel with reasons (研判终结)."""
    step.subject.terminated = True
    step.subject.outcome = Outcome.JUDGED
    _close(step, step.said["result"])


def close_as_parent(step: Step) -> None:
    """A joined case closes as its parent did, with an answer of its own to its own petitioner."""
    parent = step.writing.heads.get(step.subject.parent_id) or Case.objects.get(pk=step.subject.parent_id)
    last = Answer.objects.filter(case_id=parent.pk).order_by("-at").first()
    if last:
        _keep_answer(step, last.at, last.by_id, way=last.way, text=last.text, link=last.link, by_unit=last.by_unit)
    step.subject.outcome = parent.outcome
    Wish.objects.filter(case_id=step.subject.pk).update(result="explained", audited=True)
    _close(step, parent.result)


def _close(step: Step, result: str) -> None:
    case = step.subject
    case.result = result
    case.closed_at = case.ended_at = step.at
    case.closed_day = local_day(step.at)
    case.first_closed_at = case.first_closed_at or step.at
    case.suspended, case.review_on = False, None
    if case.closed_on_time is None:
        case.closed_on_time = case.due_at is None or (case.answered_at or step.at) <= case.due_at
    timing.end_case(step, answered_at=case.answered_at)
    if step.move.action in {"pass_audit", "finish_callback", "judge"}:
        release_units(step)
        _close_children(step)


def _close_children(step: Step) -> None:
    children = Case.objects.filter(parent_id=step.subject.pk, state=CaseState.MERGED).order_by("id")
    for child_id in children.values_list("id", flat=True):
        door_of("case").move(child_id, "close_with_parent", {}, actor=PLATFORM, at=step.at, caused_by=step.event_id)


def _keep_answer(
    step: Step, at: datetime, by_id: UUID, *, way: str, text: str, link: str = "", by_unit: bool = False
) -> None:
    Answer.objects.create(
        case_id=step.subject.pk, at=at, by_id=by_id, way=way, text=text, link=link, by_unit=by_unit
    )  # fmt: skip
    step.subject.answered_at = step.subject.answered_at or at
    step.record["answered"] = {"at": at, "way": way, "by_unit": by_unit}


def _passed_reply(step: Step) -> Reply | None:
    lead = step.facts.lead
    replies = Reply.objects.filter(assignment_id=lead.id, submitted_at__isnull=False) if lead else Reply.objects.none()
    return replies.order_by("-ordinal").first()
