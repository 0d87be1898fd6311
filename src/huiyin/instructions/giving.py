"""Giving an instruction to units: each gets a task with a clock of its own."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.calendars.current import almanac
from huiyin.clocks.act import clocks_of_subject, new_clocks
from huiyin.clocks.changes import Start
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.states import OPEN_TASK
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, door_of
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit
from huiyin.units.queries import active

KIND, CLOCK = "instruction_task", "instruction"
COUNTER = "instruction_tasks"


def give(step: Step, row: Instruction, unit_ids: Sequence[UUID], what: str, wished: date | None) -> None:
    """Give each of these units a task. Raises Refused for a unit that cannot have it, or has the very same already."""
    units = list(units_to_give_to(row, local_day(step.at)).filter(pk__in=unit_ids).order_by("path"))
    if len(units) < len(set(unit_ids)):
        raise Refused([], {"units": "有的单位已撤销，或是被举报单位，不能交办"})
    there = row.tasks.filter(state__in=OPEN_TASK, unit__in=units, what=what).select_related("unit").first()
    if there:
        raise Refused([], {"units": f"{there.unit.short_name}已经有这一项（{there.name}），另有事项请写明交办事项"})
    for unit in units:
        task = Task(
            book=row.book, ledger_id=row.ledger_id, instruction=row, unit=unit, number=draw(COUNTER), what=what,
            given_at=step.at,
        )  # fmt: skip
        start_clock(task, step.book, step.at, step.book.instructions.feedback, wished)
        door_of(KIND).follow_on(step, task, "hand")
    step.record["units"] = [unit.pk for unit in units]


def units_to_give_to(row: Instruction, day: date) -> QuerySet[Unit]:
    """Return the units in use that can have a task: none against which a report of its cases is, nor one below it.

    A unit's leader gives it to the own unit and to those below it.
    """
    units = active(day)
    if row.centre:
        units = units.filter(path__startswith=row.centre.path)
    for accused in row.abouts.exclude(case__accused_path="").values_list("case__accused_path", flat=True):
        units = units.exclude(path__startswith=accused)
    return units


def start_clock(task: Task, book: Any, at: datetime, limit: Limit, wished: date | None = None) -> None:
    """Let the time for the feedback begin: until the day that was wished, else by the rule of the city."""
    clocks = new_clocks()
    clock = clocks.start(Start(KIND, task.pk, CLOCK, limit, at, book, unit_id=task.unit_id))
    clocks.save()
    if wished:
        set_due(task, book, at, wished)
    else:
        _note_due(task, book, clock.due_at)


def set_due(task: Task, book: Any, at: datetime, day: date) -> None:
    """Let it be due when the offices close on this day."""
    clocks = clocks_of_subject(task.pk)
    clock = clocks.set_due(task.pk, CLOCK, at, "wished", to=max(close_of(day, book), at + timedelta(minutes=1)))
    clocks.save()
    assert clock is not None, "the clock of an owed task runs"
    _note_due(task, book, clock.due_at)


def follow_calendar(task_id: UUID, due_at: datetime) -> None:
    """A new calendar has moved the due time."""
    task = Task.objects.filter(pk=task_id).first()
    if task:
        _note_due(task, book_named(task.book), due_at)
        Task.objects.filter(pk=task_id).update(due_at=task.due_at, remind_at=task.remind_at)


def close_of(day: date, book: Any) -> datetime:
    """Return when the offices close on a day."""
    minute = book.office.minutes[-1][1]
    closes = time(23, 59) if minute >= 24 * 60 else time(minute // 60, minute % 60)
    return datetime.combine(day, closes, CITY_TZ)


def _note_due(task: Task, book: Any, due_at: datetime) -> None:
    task.due_at = due_at
    before = almanac().shifted(due_at, book.instructions.remind_before, book.office, times=-1)
    task.remind_at = max(before, task.given_at)
