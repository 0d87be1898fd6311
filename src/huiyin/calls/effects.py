"""What follows from the moves of a ring-back."""

from huiyin.calls.states import OVER
from huiyin.journal.door import Step


def keep_try(step: Step) -> None:
    """Somebody rang back: how often, when, who, what was said."""
    row = step.subject
    row.attempts += 1
    row.tried_at, row.by_id, row.words = step.at, step.actor.user_id, step.said["words"] or row.words
    keep_end(step)


def keep_end(step: Step) -> None:
    """The ring-back is over."""
    row = step.subject
    if row.state in OVER:
        row.done_at = step.at
        row.by_id = row.by_id or (None if step.actor.is_platform else step.actor.user_id)


def count_again(step: Step) -> None:
    """The same caller rang in vain once more; the latest call is the one to be shown."""
    step.subject.missed += 1
    step.subject.call_id = step.said["call"]


def give_to_line(step: Step) -> None:
    """The number that was called turned out to be a unit's: its own people ring back."""
    step.subject.centre_id = step.said["centre"]
