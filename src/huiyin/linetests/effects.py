"""What follows from the moves of a test call: what was heard is kept, and the unit hears of a missed one."""

from huiyin.journal.door import Step
from huiyin.linetests.states import Heard, LineState


def keep_answer(step: Step) -> None:
    """Somebody spoke: in time or not, politely or not."""
    _keep(step, step.said["heard"])
    step.subject.discourteous = step.said["discourteous"]


def keep_miss(step: Step) -> None:
    """Nobody spoke."""
    _keep(step, step.said["heard"])
    _tell(step)


def keep_engaged(step: Step) -> None:
    """The line is busy: it is tried again later, and after so many times it counts as missed."""
    row = step.subject
    if row.state == LineState.MISSED:
        _keep(step, Heard.ENGAGED)
        _tell(step)
    else:
        row.attempts += 1
        row.last_try_at = step.at


def keep_explanation(step: Step) -> None:
    """Keep what the unit says to it."""
    step.subject.explanation, step.subject.explained_at = step.said["explanation"], step.at


def _keep(step: Step, heard: str) -> None:
    row = step.subject
    row.attempts += 1
    row.last_try_at = row.tested_at = step.at
    row.tester_id, row.heard, row.words = step.actor.user_id, heard, step.said["words"]


def _tell(step: Step) -> None:
    # What a follower tells the unit without knowing this room.
    row = step.subject
    step.record["unit"], step.record["result"], step.record["number"] = row.unit_id, Heard(row.heard).label, row.number
