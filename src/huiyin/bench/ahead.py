"""Statistics of a year from the counters: on the cases that are there, and on as many counters as a big city's year gives.

The counters of the big city are written directly: 20 million cases a year, 1,000 units on two levels, 500 categories of which
a unit sees every eighth, 15 channels. What counts is how many rows there are, not what is in them.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth

from huiyin.bench.filling import shown
from huiyin.bench.multiply import require_throwaway
from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.flow.times import local_day
from huiyin.journal.models import Owed
from huiyin.journal.writing import writing
from huiyin.measures.scope import Scope
from huiyin.rollups.asking import kept, kept_all
from huiyin.rollups.cubes import CATEGORY, CHANNEL, CUBES, PLACE, UNIT, Cube
from huiyin.rollups.keeping import complete, mark, rebuild, work_off
from huiyin.rollups.known import known
from huiyin.rollups.models import Cell
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for

ROUNDS = 7
YEAR = 2001
"""A year of its own, long before any case, for the big city."""

UNITS, CATEGORIES, CHANNELS, SEEN = 1_000, 500, 15, 8
MEASURES = ("accepted", "closed")
TEN = (
    "accepted", "closed", "closed_on_time", "settled", "settled_on_time", "dispatched", "platform", "online", "direct", "matters",
)  # fmt: skip

LONGEST_ASKED = 100.0
"""Milliseconds within which a year of statistics is to be answered."""

ASKED: Mapping[str, str] = {
    "month_category": "按月、按类别",
    "unit": "按单位",
    "month_unit": "按月、按单位",
    "day": "按日",
    "category_of_one_unit": "一个单位按类别",
    "unit_of_one_topic": "一个类别按单位",
    "category_channel": "按类别、按渠道",
    "unit_category": "按单位、按类别",
    "unit_from_26_to_25": "1月26日至12月25日按单位",
    "ten_figures": "全年十项指标",
}
"""What is asked, in words."""

Timed = dict[str, float]


def counted_ahead() -> dict[str, Any]:
    """Count all cases from nothing, then ask for a year: milliseconds from the counters and from the cases."""
    require_throwaway()
    # What workers would have done by now: here there are none.
    Owed.objects.all().delete()
    total = Case.objects.count()
    began = time.perf_counter()
    with shown("预汇总", total) as tell:
        done = rebuild(tell)
    rate = done / (time.perf_counter() - began)
    _analyze()
    scope = _full_year()
    return {
        "cases": total, "cases_a_second": round(rate), "cells": Cell.objects.count(), "kept": _asked(scope),
        "live": _live(scope), "acts": _acts(),
    }  # fmt: skip


def big_city() -> dict[str, Any]:
    """Write the counters of a big city's year and ask for it."""
    require_throwaway()
    Owed.objects.all().delete()
    complete()
    numbers = {one.kept.name: one.number for one in known()}
    wanted = [cube for cube in CUBES if set(cube.axes) <= {PLACE, UNIT, CATEGORY, CHANNEL} and _series(cube)]
    with shown("大城市的一年", len(wanted)) as tell:
        for done, cube in enumerate(wanted, 1):
            _write(cube, [numbers[name] for name in MEASURES])
            tell(done)
    _analyze()
    scope = Scope(since=date(YEAR, 1, 1), until=date(YEAR + 1, 1, 1), book=book_for(settings.CITY, date(YEAR, 1, 1)))
    return {"cells": Cell.objects.filter(first__year=YEAR).count(), "kept": _asked(scope)}


def _acts(count: int = 200) -> Timed:
    """Return what an act costs: to mark its case, and to count marked cases anew, in milliseconds each."""
    cases = list(Case.objects.order_by("-pk").values_list("pk", flat=True)[:count])

    def mark_all() -> None:
        for pk in cases:
            with writing():
                mark(uuid7(), pk)

    marked = _milliseconds(mark_all, rounds=1)
    return {
        "mark": round(marked / len(cases), 3),
        "count_anew": round(_milliseconds(work_off, rounds=1) / len(cases), 3),
    }


def _full_year() -> Scope:
    """Return the last year that is over and of which there are cases, else this one."""
    last = local_day(times.now())
    year = last.year - 1 if Cell.objects.filter(first__year=last.year - 1).exists() else last.year
    return Scope(since=date(year, 1, 1), until=date(year + 1, 1, 1), book=book_for(settings.CITY, last))


def _asked(scope: Scope) -> Timed:
    """Return the middle of several rounds for each way of asking, in milliseconds, and how many figures came."""
    year = (scope.since or date.min).year
    unit = Cell.objects.filter(cube=_number((PLACE,)), first__year=year).order_by("-a").values_list("a", flat=True)[0]
    topic = Cell.objects.filter(cube=_number((CATEGORY,)), first__year=year).values_list("a", flat=True)[0]
    uneven = scope.narrowed(since=date(year, 1, 26), until=date(year, 12, 26))
    ways: dict[str, Callable[[], Any]] = {
        "month_category": lambda: kept("accepted", scope, ("month", "category")),
        "unit": lambda: kept("accepted", scope, ("unit",)),
        "month_unit": lambda: kept("accepted", scope, ("month", "unit")),
        "day": lambda: kept("accepted", scope, ("day",)),
        "category_of_one_unit": lambda: kept("accepted", scope.narrowed(unit_path=unit), ("category",)),
        "unit_of_one_topic": lambda: kept("accepted", scope.narrowed(category=topic), ("unit",)),
        "category_channel": lambda: kept("accepted", scope, ("category", "channel")),
        "unit_category": lambda: kept("accepted", scope, ("unit", "category")),
        "unit_from_26_to_25": lambda: kept("accepted", uneven, ("unit",)),
        "ten_figures": lambda: kept_all(TEN, scope),
    }
    found: Timed = {}
    for name, ask in ways.items():
        figures = ask()
        assert figures is not None, name
        found[name], found[f"{name}.figures"] = _milliseconds(ask), len(figures)
    return found


def _live(scope: Scope) -> Timed:
    """Return how long the cases themselves take to answer the same."""
    rows = registry_for(scope.book).measure("accepted").rows(scope).order_by()
    by_month = rows.values("category", month=TruncMonth("accepted_day")).annotate(n=Count("*"))
    by_unit = rows.values("lead_path").annotate(n=Count("*"))
    return {
        "month_category": _milliseconds(lambda: list(by_month), rounds=3),
        "unit": _milliseconds(lambda: list(by_unit), rounds=3),
    }


def _milliseconds(ask: Callable[[], Any], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return round(sorted(taken)[rounds // 2], 2)


def _number(axes: tuple[str, ...]) -> int:
    return next(cube.number for cube in CUBES if cube.axes == axes and not cube.by_day)


PATH = "lpad((1 + u / 50)::text, 4, '0') || '.' || lpad((100 + u)::text, 4, '0') || '.'"
UNIT_SERIES = f"generate_series(0, {UNITS - 1}) u"
VALUES = {PLACE: PATH, UNIT: PATH, CATEGORY: "'A' || lpad(c::text, 4, '0')", CHANNEL: "'phone/channel' || h"}
SERIES = {
    PLACE: UNIT_SERIES,
    UNIT: UNIT_SERIES,
    CATEGORY: f"generate_series(0, {CATEGORIES - 1}) c",
    CHANNEL: f"generate_series(0, {CHANNELS - 1}) h",
}


def _series(cube: Cube) -> str:
    step = "1 day" if cube.by_day else "1 month"
    days = f"generate_series('{YEAR}-01-01'::date, '{YEAR}-12-31'::date, '{step}') d"
    return " CROSS JOIN ".join([days, *(SERIES[axis] for axis in cube.axes)])


def _write(cube: Cube, measures: list[int]) -> None:
    a, b = (*(VALUES[axis] for axis in cube.axes), "''", "''")[:2]
    sees = f" WHERE mod(u + c, {SEEN}) = 0" if {PLACE, UNIT} & set(cube.axes) and CATEGORY in cube.axes else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rollups_cell (cube, measure, centre, first, a, b, n)"
            f" SELECT {cube.number}, m, '', d::date, {a}, {b}, 1 + floor(random() * 40)"
            f" FROM unnest(%s::smallint[]) m CROSS JOIN {_series(cube)}{sees}",
            [measures],
        )


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE rollups_cell" if connection.vendor == "postgresql" else "ANALYZE")
