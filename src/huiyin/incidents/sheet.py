"""The daily sheet of an incident (情况日报): cases, tasks and sums as they stood at a moment; each figure leads to its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.flow.times import local
from huiyin.incidents.amounts import shown
from huiyin.incidents.models import Incident, Resource, Task
from huiyin.incidents.queries import cases_of, kept, still_open
from huiyin.incidents.states import OPEN_TASK, TaskState
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

LAST_HOURS = 24
NONE = "-"
"""So a list is asked for the cases that have no unit, territory or topic yet."""


@dataclass(frozen=True)
class Cell:
    """A figure and the way to the rows behind it."""

    text: str
    address: str


@dataclass(frozen=True)
class Line:
    """One unit, part of the city or topic with its figures: all, of the last day, still open."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ResourceSum:
    """What was counted of one kind of resource: label, amount, unit of measure, how many entries, way to them."""

    label: str
    amount: str
    measure: str
    entries: int
    latest: datetime
    address: str
    last_day: str


def cases_matching(incident: Incident, asked: Mapping[str, str], at: datetime) -> QuerySet[Case]:
    """Return the cases of an incident that a figure counts: the one query of the figure and of the list behind it."""
    rows = cases_of(incident, at).filter(received_at__lte=at)
    for key, column in (("unit", "lead_unit"), ("territory", "territory"), ("category", "category")):
        if value := asked.get(key):
            rows = rows.filter(_is(column, value))
    if asked.get("last"):
        rows = rows.filter(received_at__gt=at - timedelta(hours=LAST_HOURS))
    return still_open(rows, at) if asked.get("open") else rows


def _is(column: str, value: str) -> Q:
    if value == NONE:
        return Q(lead_unit__isnull=True) if column == "lead_unit" else Q(**{column: ""})
    return Q(**{column: value})


def resources_matching(incident: Incident, asked: Mapping[str, str], at: datetime) -> QuerySet[Resource]:
    """Return the entries of the log that a sum adds up, as far as they were told at a moment."""
    rows = kept(Resource.objects.filter(incident=incident, on__lte=at))
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    return rows.filter(on__gt=at - timedelta(hours=LAST_HOURS)) if asked.get("last") else rows


def sheet_of(incident: Incident, at: datetime, now: datetime) -> dict[str, Any]:
    """Return what the page shows; `at` stands in every address, so that the list shows what the figure counted."""
    when = {} if at >= now else {"at": local(at).isoformat(timespec="minutes")}
    book = book_named(incident.book)
    return {
        "incident": incident, "at": at, "is_now": not when, "last_hours": LAST_HOURS,
        "whole": Line("全部", _cells(incident, {}, when, at)),
        "parts": [
            ("承办单位", _lines(incident, "unit", when, at, _unit_names(incident, at))),
            ("属地", _lines(incident, "territory", when, at, {t.code: t.label for t in book.territories})),
            ("事项分类", _lines(incident, "category", when, at, {c: one.name for c, one in _topics(incident).items()})),
        ],
        "tasks": _tasks(incident, at), "sums": sums_of(incident, at, when),
    }  # fmt: skip


def _cells(incident: Incident, asked: Mapping[str, str], when: Mapping[str, str], at: datetime) -> tuple[Cell, ...]:
    found = []
    for more in ({}, {"last": "1"}, {"open": "1"}):
        both = {**asked, **more}
        count = cases_matching(incident, both, at).count()
        found.append(Cell(f"{count:,}", listed_at(incident, both, when)))
    return tuple(found)


def _lines(incident: Incident, key: str, when: Mapping[str, str], at: datetime, names: Mapping[str, str]) -> list[Line]:
    """Return a line for each value, most cases first: three statements, however many values."""
    column = "lead_unit" if key == "unit" else key
    counts = [_by(cases_matching(incident, more, at), column) for more in ({}, {"last": "1"}, {"open": "1"})]
    ordered = sorted(counts[0], key=lambda value: (-counts[0][value], value))
    lines = []
    for value in ordered:
        cells = tuple(
            Cell(f"{count.get(value, 0):,}", listed_at(incident, {key: value, **more}, when))
            for count, more in zip(counts, ({}, {"last": "1"}, {"open": "1"}), strict=True)
        )
        lines.append(Line(names.get(value, value) if value != NONE else "未定", cells))
    return lines


def _by(rows: QuerySet[Case], column: str) -> dict[str, int]:
    pairs = rows.order_by().values_list(column).annotate(n=Count("pk"))
    return {str(value) if value else NONE: n for value, n in pairs}


def _unit_names(incident: Incident, at: datetime) -> dict[str, str]:
    ids = cases_matching(incident, {}, at).order_by().values("lead_unit")
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=ids).values_list("pk", "name")}


def _topics(incident: Incident) -> Mapping[str, Any]:
    return book_named(incident.book).categories


def listed_at(incident: Incident, asked: Mapping[str, str], when: Mapping[str, str]) -> str:
    """Return the address of the list behind a figure."""
    return f"{reverse('incidents:cases', args=[incident.number])}?{urlencode({**asked, **when})}"


def _tasks(incident: Incident, at: datetime) -> list[tuple[Task, bool]]:
    """Return the tasks given by then, with whether each is late; how they stand is told as of now."""
    rows = Task.objects.filter(incident=incident, given_at__lte=at).exclude(state=TaskState.CALLED_OFF)
    ordered = rows.select_related("unit").order_by("due_at", "unit__path", "id")
    return [(task, _is_late(task, at)) for task in ordered]


def _is_late(task: Task, at: datetime) -> bool:
    if task.state in OPEN_TASK:
        return task.due_at < at
    return task.reported_at is not None and task.reported_at > task.due_at


def sums_of(incident: Incident, at: datetime, when: Mapping[str, str]) -> list[ResourceSum]:
    """Return the sums by kind, in the order of the rulebook."""
    rows = resources_matching(incident, {}, at).order_by().values("kind")
    last = dict(
        resources_matching(incident, {"last": "1"}, at).order_by().values_list("kind").annotate(n=Sum("scaled"))
    )  # fmt: skip
    told = {row["kind"]: row for row in rows.annotate(total=Sum("scaled"), n=Count("pk"), latest=Max("on"))}
    return [
        ResourceSum(
            kind.label, shown(told[kind.code]["total"]), kind.measure, told[kind.code]["n"], told[kind.code]["latest"],
            f"{reverse('incidents:resources', args=[incident.number])}?{urlencode({'kind': kind.code, **when})}",
            shown(last.get(kind.code, 0)),
        )
        for kind in _kinds(book_named(incident.book)) if kind.code in told
    ]  # fmt: skip


def _kinds(book: Rulebook) -> Iterable[Any]:
    return book.incidents.resources
