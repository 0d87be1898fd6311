"""Effects of taking a case from a common tray and of giving it back."""

from datetime import timedelta

from huiyin.journal.door import Step


def take_from_tray(step: Step) -> None:
    """It is this person's for some minutes: what is not done by then goes back by itself, without an act."""
    case = step.subject
    case.taken_by_id = step.actor.user_id
    case.taken_until = step.at + timedelta(minutes=step.book.trays.claim_minutes)
    step.record["until"] = case.taken_until


def give_back_to_tray(step: Step) -> None:
    """It waits for everybody again."""
    let_go(step.subject)


def let_go(case: object) -> None:
    """Nobody has it any more: it was given back, or its step is done."""
    case.taken_by_id = case.taken_until = None  # type: ignore[attr-defined]
