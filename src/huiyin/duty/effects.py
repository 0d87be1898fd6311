"""What follows from the moves of a note and of an answering day."""

from huiyin.journal.counting import draw
from huiyin.journal.door import Step

COUNTER = "duty.days"


def write_words(step: Step) -> None:
    """Take over what is to be done."""
    step.subject.words = step.said["words"]


def hand_on(step: Step) -> None:
    """The next shift has it now."""
    row = step.subject
    row.carried, row.holder_id, row.taken_at = row.carried + 1, step.actor.user_id, step.at
    step.record["carried"] = row.carried


def write_outcome(step: Step) -> None:
    """Keep what became of it."""
    step.subject.outcome, step.subject.done_at = step.said["outcome"], step.at


def give_number(step: Step) -> None:
    """The day gets a number by which its cases are known."""
    step.subject.number = draw(COUNTER)


def write_day(step: Step) -> None:
    """Take over who answers when and where."""
    for name in ("leader", "office", "begins_at", "ends_at", "place", "subjects"):
        setattr(step.subject, name, step.said[name])


def write_account(step: Step) -> None:
    """Keep how it went."""
    step.subject.account = step.said["account"]
