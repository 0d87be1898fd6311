"""What follows from the moves of a task: its clock, what the unit told, whether it was in time, the end of the instruction."""

from typing import Any

from huiyin.clocks.act import clocks_of_subject
from huiyin.instructions.giving import CLOCK, set_due, start_clock
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.states import OPEN_TASK, InstructionState, TaskState
from huiyin.journal.door import Step, door_of


def tell_the_unit(step: Step) -> None:
    """The event says what a notice to the unit needs."""
    step.record |= told_of(step.subject)


def told_of(task: Task) -> dict[str, Any]:
    """Return the fields that every event about a unit's task has: the contract with whoever follows."""
    row = task.instruction
    return {
        "instruction": row.pk, "number": row.number, "task": task.pk, "unit": task.unit_id, "due": task.due_at,
        "leader_post": row.leader_post, "centre": row.centre_id,
        "cases": [str(pk) for pk in row.abouts.values_list("case_id", flat=True)],
    }  # fmt: skip


def write_account(step: Step) -> None:
    """The unit has told what it did; its clock is met."""
    row = step.subject
    row.account, row.reported_at, row.reported_by_id = step.said["account"], step.at, step.actor.user_id
    _met(step)
    step.record |= told_of(row)


def judge_time(step: Step) -> None:
    """In time is what was fed back in time and is accepted."""
    row = step.subject
    row.decided_at = step.at
    row.on_time = row.late_at is None and row.reported_at <= row.due_at
    step.record |= told_of(row)


def begin_again(step: Step) -> None:
    """What is not accepted has to be fed back anew, within a time of its own."""
    row = step.subject
    row.rejections += 1
    row.reminded_at = None
    start_clock(row, step.book, step.at, step.book.instructions.again)
    step.record |= told_of(row)


def count_urge(step: Step) -> None:
    """Somebody has urged."""
    step.subject.urges += 1
    step.record |= told_of(step.subject)


def set_new_due(step: Step) -> None:
    """The leader's office has set another day; what was late before stays late."""
    step.subject.reminded_at = None
    set_due(step.subject, step.book, step.at, step.said["due"])
    step.record |= told_of(step.subject)


def give_to_heir(step: Step) -> None:
    """The unit is another one now: its successor answers, by the same day."""
    row = step.subject
    row.unit_id = step.said["unit"]
    clocks = clocks_of_subject(row.pk)
    clocks.hand_on(row.pk, row.unit_id)
    clocks.save()
    step.record |= told_of(row)


def end_clock(step: Step) -> None:
    """Nothing runs for what nobody has to do."""
    clocks = clocks_of_subject(step.subject.pk)
    clocks.stop(step.subject.pk, CLOCK, step.at)
    clocks.save()
    step.subject.decided_at = step.at
    step.record |= told_of(step.subject)


def finish_when_all_are_accepted(step: Step) -> None:
    """The instruction closes with the last feedback that is accepted."""
    row = _instruction(step)
    if row.state == InstructionState.IN_HAND and not _others(step, *OPEN_TASK):
        door_of("instruction").follow_on(step, row, "finish")


def close_or_wait_again(step: Step) -> None:
    """With the last open task gone the instruction closes, or waits for the centre to name another unit."""
    row = _instruction(step)
    if row.state != InstructionState.IN_HAND or _others(step, *OPEN_TASK):
        return
    door_of("instruction").follow_on(step, row, "finish" if _others(step, TaskState.ACCEPTED) else "wait_again")


def _others(step: Step, *states: str) -> bool:
    mine = Task.objects.filter(instruction=step.subject.instruction_id, state__in=states)
    return mine.exclude(pk=step.subject.pk).exists()


def _instruction(step: Step) -> Instruction:
    # Found behind the lock of the matter's ledger, under which its instructions and tasks move.
    return Instruction.objects.get(pk=step.subject.instruction_id)


def _met(step: Step) -> None:
    clocks = clocks_of_subject(step.subject.pk)
    clocks.meet(step.subject.pk, CLOCK, step.at)
    clocks.save()
