"""The cubes: on which axes counters stand, by day and by month. Plain Python.

Every axis alone stands by day and by month, every two axes together by month: so any period is a few months and some
days, and no cube is larger than what leaders ask for. `place` is a unit with all that is below it, as a scope means it: a row
lies in several. `unit` is the very unit that has the matter, as tables put units side by side: a row has one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from huiyin.rollups.paths import CITY

PLACE, UNIT, CATEGORY, TERRITORY, KIND, CHANNEL = AXES = ("place", "unit", "category", "territory", "kind", "channel")
ONE_DAY = timedelta(days=1)

Axes = tuple[str, ...]


@dataclass(frozen=True)
class Cube:
    """One set of counters: its number in the table, its axes in order, whether a cell is a day or a month."""

    number: int
    axes: Axes
    by_day: bool


def _cubes() -> Iterator[Cube]:
    sets: list[Axes] = [
        (),
        *((axis,) for axis in AXES),
        *(two for two in combinations(AXES, 2) if two != (PLACE, UNIT)),
    ]
    for number, axes in enumerate(sets):
        yield Cube(2 * number, axes, by_day=False)
        if len(axes) < 2:
            yield Cube(2 * number + 1, axes, by_day=True)


CUBES = tuple(_cubes())
_BY_AXES = {(cube.axes, cube.by_day): cube for cube in CUBES}

CellKey = tuple[int, str, date, str, str]
"""Cube, centre, first day, and the values on its axes."""

Counts = dict[CellKey, Counter[int]]
"""For each cell how much to add, by measure."""


def cube_on(axes: Iterable[str], *, by_day: bool) -> Cube | None:
    """Return the cube on these axes, or None where there is none."""
    asked = set(axes)
    return _BY_AXES.get((tuple(axis for axis in AXES if axis in asked), by_day))


@dataclass(frozen=True, slots=True)
class Features:
    """How a case stands on the axes that do not depend on units, and whose case it is."""

    centre: str = ""
    category: str = ""
    territory: str = ""
    kind: str = ""
    family: str = ""
    channel: str = ""

    @property
    def on_axes(self) -> Mapping[str, str]:
        """The values of the axes; family and channel are one."""
        return {
            CATEGORY: self.category, TERRITORY: self.territory, KIND: self.kind, CHANNEL: joined(self.family, self.channel),
        }  # fmt: skip


def joined(family: str, channel: str) -> str:
    """Return how a channel of a family is written on the axis of channels."""
    return f"{family}/{channel}"


HitKey = tuple[date, tuple[str, ...], str]
"""On which day, in which places of the tree, at which unit."""

Hits = dict[HitKey, list[int]]
"""Rows of which measures stand there; a measure may stand there more than once."""


@dataclass(frozen=True)
class Vector:
    """Everything that one case adds to the counters."""

    features: Features
    hits: Hits

    def add_to(self, counts: Counts, sign: int, cubes: Iterable[Cube] = CUBES) -> None:
        """Add, or with -1 take away, what the case has in each cell."""
        for key, measures in self.hits.items():
            for cell in self._cells(*key, cubes):
                counter = counts.get(cell)
                if counter is None:
                    counter = counts[cell] = Counter()
                (counter.update if sign > 0 else counter.subtract)(measures)

    def _cells(self, day: date, places: tuple[str, ...], unit: str, cubes: Iterable[Cube]) -> Iterator[CellKey]:
        month, centre, on = day.replace(day=1), self.features.centre, {**self.features.on_axes, UNIT: unit}
        below = [place for place in places if place != CITY]
        is_of_city = CITY in places
        for cube in cubes:
            first, axes = day if cube.by_day else month, cube.axes
            if axes and axes[0] == PLACE:
                b = on[axes[1]] if len(axes) > 1 else ""
                for place in below:
                    yield cube.number, centre, first, place, b
            elif is_of_city:
                yield (
                    cube.number, centre, first, on[axes[0]] if axes else "", on[axes[1]] if len(axes) > 1 else "",
                )  # fmt: skip


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


@dataclass(frozen=True)
class Firsts:
    """A period as whole months and the days left over before and after them."""

    months: tuple[date, ...]
    days: tuple[date, ...]


def in_months(since: date, until: date) -> Firsts:
    """Cut the period into whole months and single days."""
    start = since if since.day == 1 else month_after(since.replace(day=1))
    end = until.replace(day=1)
    if start >= end:
        return Firsts((), tuple(days_between(since, until)))
    return Firsts(tuple(_months(start, end)), (*days_between(since, start), *days_between(end, until)))


def days_between(since: date, until: date) -> Iterator[date]:
    """Give each day of a period."""
    while since < until:
        yield since
        since += ONE_DAY


def _months(first: date, until: date) -> Iterator[date]:
    while first < until:
        yield first
        first = month_after(first)
