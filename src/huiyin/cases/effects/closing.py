"""Effects of closing: the answer to the petitioner, the outcome, whether it was on time, the joined cases."""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases import ready, timing
from huiyin.cases.effects.dispatching import release_units
from huiyin.cases.models import Answer, Case, Reply, Wish
from huiyin.cases.models.case import Outcome, WishResult
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.journal.door import Step, door_of

WAY_BACK = {"phone": "phone", "visit": "visit", "sms": "sms", "letter": "letter"}
"""The way in which an answer goes back where nobody says another: the one by which the matter came, else in public."""


def answer_from_centre(step: Step) -> None:
    """Keep the answer that the centre gave; who gave it is not the one to judge it later."""
    keep_answer(step, way=step.said["way"], text=step.said["answer"])
    step.subject.audited_by_id = step.actor.user_id
    if step.said["cited"]:
        # The item may be worded anew tomorrow: the event names the wording that was read out today.
        step.record["cited_as"] = ready.answers().name_of(step.said["cited"])


def answer_refusal(step: Step) -> None:
    """Telling the legal route is the answer to what is not accepted."""
    way = step.said["way"] or WAY_BACK.get(step.subject.channel, "public")
    keep_answer(step, way=way, text=step.said["route_told"])


def close_directly(step: Step) -> None:
    """Close a case that needed no unit; answered and handled by the centre are counted apart."""
    handled = step.move.action == "handle_directly"
    step.subject.outcome = Outcome.DIRECT_HANDLED if handled else Outcome.DIRECT_ANSWER
    _tick_wishes(step, step.said["result"])
    _close(step, step.said["result"])


def answer_after_audit(step: Step) -> None:
    """Keep the answer: the centre's own, or the one that the unit gave with its feedback."""
    said = step.said
    if said.get("way"):
        keep_answer(step, way=said["way"], text=said["answer"], link=said["answer_link"])
        return
    reply = _passed_reply(step)
    if reply and reply.submitted_at:
        keep_answer(
            step, at=reply.submitted_at, by=(reply.drafted_by_id, reply.drafted_by.name), text=reply.public,
            way=reply.answer_way or "unit", link=reply.answer_link or said["answer_link"], by_unit=True,
        )  # fmt: skip


def close_by_unit(step: Step) -> None:
    """Keep result and ticks; close, unless the city calls back before closing."""
    step.subject.outcome = Outcome.BY_UNIT
    step.subject.result = step.said["result"]
    step.subject.suggestion_adopted = step.subject.suggestion_adopted or step.said["suggestion_adopted"]
    # What the petitioner said was said of an earlier answer.
    Wish.objects.filter(case_id=step.subject.pk).update(audited=True, petitioner_says=None, found="", grade="")
    if step.subject.state == CaseState.CLOSED:
        _close(step, step.said["result"])


def close_after_callback(step: Step) -> None:
    """Close what waited for its call-back."""
    _close(step, step.subject.result)


def end_by_judgement(step: Step) -> None:
    """A second person ends the quarrel with reasons (研判终结). What was closed before stays closed on its day."""
    step.subject.terminated = True
    # What the centre settled itself stays counted as that, whoever quarrelled about it afterwards.
    step.subject.outcome = step.subject.outcome or Outcome.JUDGED
    step.subject.result = step.said["result"]
    if step.facts.state != CaseState.CLOSED:
        _close(step, step.said["result"])


def close_as_parent(step: Step) -> None:
    """A joined case closes as its parent did, with an answer of its own to its own petitioner."""
    parent = step.writing.heads.get(step.subject.parent_id) or Case.objects.get(pk=step.subject.parent_id)
    last = Answer.objects.filter(case_id=parent.pk).order_by("-at").first()
    if last:
        keep_answer(
            step, at=last.at, by=(last.by_id, last.person), way=last.way, text=last.text, link=last.link,
            by_unit=last.by_unit,
        )  # fmt: skip
    step.subject.outcome = parent.outcome
    _tick_wishes(step, parent.result)
    _close(step, parent.result)


def keep_answer(
    step: Step, *, way: str, text: str, link: str = "", by_unit: bool = False, at: datetime | None = None,
    by: tuple[UUID, str] | None = None,
) -> None:  # fmt: skip
    """Keep an answer to the petitioner: when, by which way, by whom, where it is published. The promise is kept by it."""
    (by_id, person), at = by or (step.actor.user_id, step.actor.name), at or step.at
    answer = Answer(
        case_id=step.subject.pk, at=at, by_id=by_id, person=person, way=way, text=text, link=link, by_unit=by_unit,
        published_on=local_day(at) if link else None,
    )  # fmt: skip
    answer.save(force_insert=True)
    step.subject.to_publish = not link and _is_answered_in_public(step)
    step.subject.answered_at = step.subject.answered_at or at
    step.record["answered"] = {
        "answer": answer.pk, "at": at, "way": way, "by": by_id, "by_unit": by_unit, "published": bool(link)
    }  # fmt: skip
    timing.answered(step, at)


def note_publication(step: Step) -> None:
    """Keep where and on which day the last answer stands for all to read."""
    answer = Answer.objects.filter(case_id=step.subject.pk).latest("at", "id")
    answer.link, answer.published_on = step.said["answer_link"], step.said["published_on"]
    answer.save(update_fields=["link", "published_on"])
    step.subject.to_publish = False


def _is_answered_in_public(step: Step) -> bool:
    """Whether the site on which it was asked has to show the answer: not where the petitioner wants secrecy."""
    case = step.subject
    kept_back = case.confidential or bool(case.accused_path)
    return step.book.channel(case.channel).online and not kept_back


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
    release_units(step)
    _close_children(step)


def _close_children(step: Step) -> None:
    children = Case.objects.filter(parent_id=step.subject.pk, state=CaseState.MERGED).order_by("id")
    for child_id in children.values_list("id", flat=True):
        door_of("case").move(child_id, "close_with_parent", {}, actor=PLATFORM, at=step.at, caused_by=step.event_id)


def _tick_wishes(step: Step, result: str) -> None:
    solved = bool(result) and step.book.result(result).solves
    found = WishResult.SOLVED if solved else WishResult.EXPLAINED
    Wish.objects.filter(case_id=step.subject.pk).update(result=found, audited=True)


def _passed_reply(step: Step) -> Any:
    lead = step.facts.lead
    if lead is None:
        return None
    replies = Reply.objects.filter(assignment_id=lead.id, submitted_at__isnull=False)
    return replies.select_related("drafted_by").order_by("-ordinal").first()
