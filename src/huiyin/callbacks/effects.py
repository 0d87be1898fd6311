"""What follows from the moves of a call-back: the answer is kept, the case is closed, done again or ended."""

from datetime import timedelta
from typing import Any

from huiyin.calendars.current import almanac
from huiyin.callbacks.facts import Follows, grade_of, is_dissatisfied, what_follows
from huiyin.callbacks.models import Callback, Discontent
from huiyin.callbacks.slots import counts, next_slot, slot_at
from huiyin.callbacks.states import CallbackState
from huiyin.cases.act import move_case
from huiyin.cases.models import ContactEntry, Petitioner
from huiyin.cases.models.record import ContactKind
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.journal.door import Step

IN_HAND = timedelta(minutes=20)
"""So long a petitioner is one agent's after the agent dialled: nobody else rings meanwhile."""


def take_in_hand(step: Step) -> None:
    """One agent talks with the petitioner now."""
    step.subject.taken_by_id, step.subject.taken_until = step.actor.user_id, step.at + IN_HAND


def keep_attempt(step: Step) -> None:
    """Nobody spoke. It counts towards "unreachable" once for each time of day, and is in the contact log."""
    row, rules = step.subject, step.book.callback
    row.attempts += 1
    step.head.callback_attempts += 1
    if counts(step.at, rules.slots, row.tries):
        row.tried = [*row.tried, [local_day(step.at).isoformat(), slot_at(step.at, rules.slots)]]
        step.record["counted"] = len(row.tried)
    _log(step, reached=False, text="")
    _put_down(row)
    if row.state == CallbackState.WAITING:
        row.next_at = next_slot(step.at, rules.slots, row.tries, almanac().is_workday)
    else:
        row.ended_at = step.at


def keep_talk(step: Step) -> None:
    """The petitioner spoke and gave no grade: reached, and in no rate."""
    row = step.subject
    row.attempts += 1
    step.head.callback_attempts += 1
    row.reached_at, row.reached_by_id = step.at, step.actor.user_id
    row.words = step.said["words"]
    _log(step, reached=True, text=row.words)
    _put_down(row)
    _end_unless_judged(step)
    if step.said["do_not_call"]:
        refuse_calls(step)


def keep_answer(step: Step) -> None:
    """Keep the grade on call-back and case, the sides of a dissatisfaction, and what was said to each wish."""
    keep_talk(step)
    row, grade = step.subject, grade_of(step.book, step.said["grade"])
    assert grade is not None, "the door cleans what it is told"
    row.grade, row.satisfied, row.score = grade.code, grade.satisfied, grade.score
    row.reasonable = step.said["reasonable"] if is_dissatisfied(step.book, grade.code) else None
    _mark_first_and_final(step)
    Discontent.objects.bulk_create(
        [Discontent(callback_id=row.pk, dimension=code) for code in step.said["dimensions"]]
    )  # fmt: skip
    ticks = [{"ordinal": t["ordinal"], "answered": t["says"] == "yes"} for t in step.said["wish_ticks"] if t["says"]]
    if ticks:
        _move_case(step, "tick_wishes", {"ticks": ticks})


def refuse_calls(step: Step) -> None:
    """The petitioner does not want to be called again: kept for every contact under this number."""
    Petitioner.objects.filter(phone_hash=step.subject.caller_hash).update(do_not_call=True)
    step.head.can_be_called = False


def redo_if_reasonable(step: Step) -> None:
    """A reasonable dissatisfaction sends the case back to its unit at once."""
    if what_follows(step.facts, step.said, step.book) is Follows.REDO:
        step.subject.redone = True
        said = {"reasonable": True, "reason": step.said["words"]}
        _move_case(step, "redo", said)


def do_again(step: Step) -> None:
    """The second person finds the dissatisfaction reasonable: the unit, or else the centre, takes the case up again."""
    step.subject.reasonable, step.subject.redone = True, step.facts.case.lead is not None
    reason = {"reason": step.said["reason"]}
    if step.subject.redone:
        _move_case(step, "redo", {"reasonable": True, **reason})
    else:
        _move_case(step, "take_up", reason)


def end_case(step: Step) -> None:
    """The second person ends the quarrel with reasons (研判终结)."""
    step.subject.reasonable = False
    _move_case(step, "judge", {"result": step.said["result"], "reason": step.said["reason"]})


def keep_judgement(step: Step) -> None:
    """Keep who judged."""
    step.subject.judged_by_id = step.actor.user_id
    step.subject.ended_at = step.at


def settle(step: Step) -> None:
    """The case went on by another way: there is nothing left to judge."""
    step.subject.ended_at = step.at
    step.subject.redone = step.said["why"] == "redo"
    step.subject.reasonable = True if step.subject.redone else step.subject.reasonable


def keep_why(step: Step) -> None:
    """Keep why nobody calls any more."""
    step.subject.ended_at, step.subject.why_dropped = step.at, step.said["why"]


def close_case(step: Step) -> None:
    """Where the city calls before closing, the case closes when the call-back is over."""
    if step.subject.ended_at and step.head.state == CaseState.IN_CALLBACK:
        _move_case(step, "finish_callback", {}, actor=PLATFORM)


def _move_case(step: Step, action: str, said: dict[str, Any], actor: Any = None) -> None:
    move_case(step.head.pk, action, said, actor=actor or step.actor, at=step.at, caused_by=step.event_id)


def _mark_first_and_final(step: Step) -> None:
    row, case = step.subject, step.head
    earlier = Callback.objects.filter(case_id=case.pk).exclude(grade="").exclude(pk=row.pk)
    row.first, row.final = not earlier.exists(), True
    earlier.update(final=False)
    case.satisfied_first = case.satisfied_first or row.grade
    case.satisfied = row.grade


def _end_unless_judged(step: Step) -> None:
    if step.subject.state != CallbackState.JUDGING:
        step.subject.ended_at = step.at


def _log(step: Step, *, reached: bool, text: str) -> None:
    ContactEntry.objects.create(
        case_id=step.head.pk, kind=ContactKind.CALLBACK, at=step.at, by_id=step.actor.user_id, way="phone",
        reached=reached, text=text,
    )  # fmt: skip


def _put_down(row: Callback) -> None:
    row.taken_by_id = row.taken_until = None
