"""What follows from the moves of a recheck: who checks until when, what was found, and the case is done again."""

from huiyin.calendars.current import almanac
from huiyin.cases.act import move_case
from huiyin.journal.door import Step
from huiyin.rechecks.states import RecheckState, Verdict


def give_to_checker(step: Step) -> None:
    """It is this person's now, until a day."""
    row = step.subject
    row.checker_id, row.assigned_at = step.said["checker"], step.at
    row.due_at = almanac().due(step.at, step.book.rechecks.within, step.book.office).at


def keep_verdict(step: Step) -> None:
    """Keep what was found and how."""
    row, said = step.subject, step.said
    row.verdict, row.way, row.words, row.checked_at = said["verdict"], said["way"], said["words"], step.at
    if row.state == RecheckState.CLOSED:
        row.ended_at = step.at


def keep_attempt(step: Step) -> None:
    """Nobody spoke; after so many times of the rulebook nobody can be reached, which is a verdict of its own."""
    row = step.subject
    row.attempts += 1
    if row.state == RecheckState.CLOSED:
        row.verdict, row.checked_at, row.ended_at = Verdict.UNREACHABLE, step.at, step.at


def do_again(step: Step) -> None:
    """The unit, or else the centre, takes the case up again."""
    way, said = step.facts.way_again, {"reason": step.said["reason"]}
    if way == "redo":
        said |= {"cause": step.said["cause"], "reasonable": True}
    move_case(step.head.pk, way, said, actor=step.actor, at=step.at, caused_by=step.event_id)
    step.subject.again = True
    end(step)


def end(step: Step) -> None:
    """It is over."""
    step.subject.ended_at = step.at
