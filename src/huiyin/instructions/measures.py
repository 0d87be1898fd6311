"""The figures by which instructions are counted: times and cases apart, by kind, leader's post and channel; and feedback.

A leader who only circled his name has instructed nothing: no figure called 批示 knows it.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.cases.scoped import cases_in, on_days, within
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY
from huiyin.instructions.models import About, Instruction, Task
from huiyin.instructions.queries import title_of
from huiyin.instructions.states import InstructionState, Mark, TaskState
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import all_books

STANDS = (InstructionState.TO_ASSIGN, InstructionState.IN_HAND, InstructionState.CLOSED, InstructionState.PASSED_ON)


def counted(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Return those that count as instructions by the book of each: the leader's word stands, and is more than a circle."""
    marks = Q(pk__in=[])
    for book in all_books():
        marks |= Q(book=book.id, mark__in=[*book.instructions.counted])
    return rows.filter(marks, state__in=STANDS)


def through_channel(rows: QuerySet[Instruction], channel: str) -> QuerySet[Instruction]:
    """Return those on something that came through a channel: a paper's own, or that of one of its cases."""
    of_case = About.objects.filter(instruction=OuterRef("pk"), case__channel=channel)
    return rows.filter(Q(matter__channel=channel) | Exists(of_case))


def at_unit(rows: QuerySet[Instruction], path: str) -> QuerySet[Instruction]:
    """Return those of which a unit at this place or below it has a task."""
    tasks = Task.objects.filter(instruction=OuterRef("pk"), unit__path__startswith=path)
    return rows.filter(Exists(tasks.exclude(state=TaskState.CANCELLED)))


def instructions(scope: Scope, **narrow: Any) -> QuerySet[Instruction]:
    """Return the instructions written in the period, each leader's word once."""
    return _narrowed(counted(on_days(scope, "written_on", Instruction.objects.filter(**narrow))), scope)


def circled(scope: Scope) -> QuerySet[Instruction]:
    """Return what leaders read in the period and circled."""
    read = Instruction.objects.filter(mark=Mark.READ, state=InstructionState.READ)
    return _narrowed(on_days(scope, "written_on", read), scope)


def through(scope: Scope, channel: str) -> QuerySet[Instruction]:
    """Return the instructions on what came through this channel."""
    return through_channel(instructions(scope), channel)


def instructed_cases(scope: Scope) -> QuerySet[Case]:
    """Return the cases on which leaders wrote in the period: one, however many wrote on it."""
    found = About.objects.filter(instruction__in=instructions(scope)).values("case")
    return cases_in(scope.narrowed(unit_path="")).filter(pk__in=found)


def tasks_given(scope: Scope) -> QuerySet[Task]:
    """Return what was given to units in the period and not taken back."""
    return _tasks(within(scope, "given_at", Task.objects.exclude(state=TaskState.CANCELLED)), scope)


def tasks_accepted(scope: Scope, **narrow: Any) -> QuerySet[Task]:
    """Return the feedback that was accepted in the period."""
    return _tasks(within(scope, "decided_at", Task.objects.filter(state=TaskState.ACCEPTED, **narrow)), scope)


def tasks_late(scope: Scope) -> QuerySet[Task]:
    """Return what became late in the period: units that had not fed back when their time was over."""
    return _tasks(within(scope, "late_at", Task.objects.exclude(state=TaskState.CANCELLED)), scope)


def _of_centre(rows: QuerySet[Instruction], scope: Scope) -> QuerySet[Instruction]:
    """Return those of the city's leaders, or of the leaders of the one line that the scope names."""
    if scope.centre == ANY_CENTRE:
        return rows
    return rows.filter(centre=UUID(scope.centre)) if scope.centre else rows.filter(centre__isnull=True)


def _narrowed(rows: QuerySet[Instruction], scope: Scope) -> QuerySet[Instruction]:
    rows = _of_centre(rows, scope)
    rows = at_unit(rows, scope.unit_path) if scope.unit_path else rows
    rows = through_channel(rows, scope.channel) if scope.channel else rows
    other = scope.narrowed(unit_path="", channel="", centre="", since=None, until=None, at=None, book=None)
    if other == Scope():
        return rows
    cases = cases_in(other.narrowed(centre=scope.centre, book=scope.book)).values("pk")
    return rows.filter(Exists(About.objects.filter(instruction=OuterRef("pk"), case__in=cases)))


def _tasks(rows: QuerySet[Task], scope: Scope) -> QuerySet[Task]:
    rows = rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows
    rest = scope.narrowed(unit_path="", since=None, until=None, at=None, book=None)
    if rest == Scope():
        return rows.filter(instruction__centre__isnull=True)
    return rows.filter(instruction__in=_narrowed(Instruction.objects.all(), rest.narrowed(book=scope.book)))


# -- where the rows are listed ----------------------------------------------------------------------------------------


def _address(page: str, scope: Scope, **more: str) -> str:
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {name: day.isoformat() for name, day in days.items() if day} | more
    asked |= {name: value for name, value in (("unit", scope.unit_path), ("channel", scope.channel)) if value}
    return f"{reverse(page)}?{urlencode(asked)}"


def _listed(**more: str) -> Any:
    return lambda scope: _address("instructions:ledger", scope, **more)


def _tasks_listed(which: str) -> Any:
    return lambda scope: _address("instructions:tasks", scope, which=which)


def _times(name: str, label: str, definition: str, rows: Any, listed: Any) -> Measure:
    return Measure(name, label, definition, "次", "happened_in_period", rows, None, listed)


MEASURES: tuple[Measure | Rate, ...] = (
    _times("instructions", "批示", "期间内领导作出批示的次数，一位领导对一件材料批一次计一次，圈阅和已撤回的不计。",
           instructions, _listed(counted="1")),
    Measure("instructed_cases", "批示工单", "期间内领导批示涉及的工单件数，几位领导批同一件的计一件。", "件",
            "happened_in_period", instructed_cases),
    _times("circled", "圈阅", "期间内领导圈阅的次数，不计入批示。", circled, _listed(mark="read", state="read")),
    _times("instruction_tasks", "批示交办", "期间内据批示交给单位、须反馈的事项数，已撤销的不计。",
           tasks_given, _tasks_listed("given")),
    _times("instruction_feedback", "批示反馈", "期间内获认可的批示反馈数。", tasks_accepted, _tasks_listed("accepted")),
    _times("instruction_feedback_on_time", "批示按期反馈", "期间内获认可的批示反馈中按期反馈的次数。",
           partial(tasks_accepted, on_time=True), _tasks_listed("on_time")),
    _times("instructions_late", "批示逾期反馈", "期间内到期而单位没有反馈的批示交办事项数，已撤销的不计。",
           tasks_late, _tasks_listed("late")),
    Rate("instruction_on_time_rate", "批示按期反馈率", "期间内获认可的批示反馈中按期反馈的比例。",
         "instruction_feedback_on_time", "instruction_feedback"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterable[Measure | Rate]:
    """Return the instructions by kind, by leader's post and by each channel."""
    yield from _by_kind(book)
    for post in book.instructions.leaders:
        title = title_of(post, book)
        yield _times(f"instructions_by.{post}", f"批示：{title}", f"期间内{title}作出批示的次数，圈阅的不计。",
                     partial(instructions, leader_post=Post(post)), _listed(counted="1", post=post))  # fmt: skip
    for channel in book.channels:
        yield _times(f"instructions_on.{channel.code}", f"批示：{channel.label}",
                     f"期间内领导批示中对“{channel.label}”来件的次数。", partial(through, channel=channel.code),
                     _listed(counted="1", channel=channel.code))  # fmt: skip


def _by_kind(book: Rulebook) -> Iterator[Measure]:
    for kind in book.instructions.kinds:
        yield _times(f"instructions.{kind.code}", f"批示：{kind.label}", f"期间内领导批示中属于“{kind.label}”的次数。",
                     partial(instructions, kind=kind.code), _listed(counted="1", kind=kind.code))  # fmt: skip
