"""What follows from the moves of an objection: it is kept, answered, and where it is right the matter is done again."""

from huiyin.calendars.current import almanac
from huiyin.cases.act import move_case
from huiyin.journal.door import Step


def keep_objection(step: Step) -> None:
    """Keep what is objected to which answer, and until when the centre has to answer; the case shows that it waits."""
    row = step.subject
    row.answer_id, row.asked_at = step.facts.answer_id, step.at
    row.undone, row.words = step.said["undone"], step.said["words"]
    row.due_at = almanac().due(step.at, step.book.callback.objection_within, step.book.office).at
    step.head.objected_at = step.at


def do_again(step: Step) -> None:
    """The unit, or else the centre, takes the case up again."""
    way, said = step.facts.way_again, {"reason": step.said["decision"]}
    if way != "take_up":
        said["cause"] = step.said["cause"]
    if way == "redo":
        said["reasonable"] = True
    move_case(step.head.pk, way, said, actor=step.actor, at=step.at, caused_by=step.event_id)


def find_claim_true(step: Step) -> None:
    """The claim that nothing was done is found true where the cause is an untrue reply, which then is no longer on time."""
    cause = step.said["cause"]
    step.subject.upheld = bool(step.subject.undone and cause and step.book.reject_cause(cause).loses_on_time)


def keep_decision(step: Step) -> None:
    """Keep who answered what, to be read by the petitioner. Only after the case was opened: until then it is asked."""
    row = step.subject
    row.decided_at, row.decided_by_id, row.decision = step.at, step.actor.user_id, step.said["decision"]
    step.head.objected_at = None


def settle(step: Step) -> None:
    """The case went on by another way."""
    step.subject.decided_at = step.at
    step.head.objected_at = None
