"""A question that counters can answer: of which measures, in which cubes, on which days and months, along what."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from huiyin.cases.scoped import categories_below
from huiyin.flow.times import ONE_DAY
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rollups.cubes import (
    AXES,
    CATEGORY,
    CHANNEL,
    KIND,
    PLACE,
    TERRITORY,
    Counts,
    Cube,
    Firsts,
    cube_on,
    days_between,
    in_months,
    month_after,
)
from huiyin.rollups.known import Known
from huiyin.rollups.models import Cell, Counted

DAY, MONTH, FAMILY = "day", "month", "family"
AXIS_OF: Mapping[str, str] = {FAMILY: CHANNEL, **{axis: axis for axis in AXES if axis != PLACE}}
ALONG = frozenset({DAY, MONTH, *AXIS_OF})
"""Along what a figure may be asked."""

Key = tuple[Any, ...]
Figures = dict[Key, int]


@dataclass(frozen=True)
class Match:
    """Which values of an axis are meant: these, or those that begin, or end, so."""

    values: frozenset[str] = frozenset()
    begins: str = ""
    ends: str = ""

    def q(self, column: str) -> Q:
        """Return the condition on a column."""
        found = Q(**{f"{column}__in": sorted(self.values)}) if self.values else Q()
        found &= Q(**{f"{column}__startswith": self.begins}) if self.begins else Q()
        return found & Q(**{f"{column}__endswith": self.ends}) if self.ends else found

    def accepts(self, value: str) -> bool:
        """Whether the value is meant."""
        return (not self.values or value in self.values) and value.startswith(self.begins) and value.endswith(self.ends)


@dataclass(frozen=True)
class Question:
    """What is asked of the counters; `only` are the values that are wanted along some of the axes."""

    scope: Scope
    by: tuple[str, ...]
    measures: Mapping[str, Known]
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The axes that narrow the question, or along which it is asked."""
        asked = {AXIS_OF[name] for name in self.by if name in AXIS_OF}
        return tuple(axis for axis in AXES if axis in asked or self.match_on(axis) is not None)

    @cached_property
    def cubes(self) -> list[Cube]:
        """The cubes on these axes: of months, of days; none where there are too many axes."""
        return [cube for cube in (cube_on(self.axes, by_day=False), cube_on(self.axes, by_day=True)) if cube]

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the measures."""
        return [one.number for one in self.measures.values()]

    def answer(self, changes: Counts) -> dict[str, Figures] | None:
        """Add up the counters and what is not in them yet; None where there is no cube of such days."""
        looked_up = self._places(self._firsts(changes))
        if looked_up is None:
            return None
        found: dict[int, Figures] = {number: {} for number in self.numbers}
        for cube, firsts in looked_up:
            key_of = self._keys(cube)
            for measure, first, a, b, n in chain(self._kept(cube, firsts), self._changed(cube, firsts, changes)):
                key, figures = key_of(first, a, b), found[measure]
                figures[key] = figures.get(key, 0) + n
        return {name: self._cleaned(found[one.number]) for name, one in self.measures.items()}

    def match_on(self, axis: str) -> Match | None:
        """Return how the scope narrows an axis, or None where it does not."""
        scope = self.scope
        if axis == PLACE:
            return Match(frozenset({scope.unit_path})) if scope.unit_path else None
        if axis == CATEGORY and scope.category:
            return Match(categories_below(scope.category, scope.book))
        if axis == CHANNEL and (scope.family or scope.channel):
            return Match(begins=scope.family and f"{scope.family}/", ends=scope.channel and f"/{scope.channel}")
        value = {TERRITORY: scope.territory, KIND: scope.kind}.get(axis)
        return Match(frozenset({value})) if value else None

    # -- which days ----------------------------------------------------------------------------------------------------

    def _places(self, firsts: Firsts) -> list[tuple[Cube, frozenset[date]]] | None:
        wanted = ((False, frozenset(firsts.months)), (True, frozenset(firsts.days)))
        found = [(cube_on(self.axes, by_day=by_day), some) for by_day, some in wanted if some]
        known = [(cube, some) for cube, some in found if cube]
        return known if len(known) == len(found) else None

    def _firsts(self, changes: Counts) -> Firsts:
        since, until = self.scope.since, self.scope.until
        if DAY not in self.by and since and until and since.day == until.day == 1:
            return in_months(since, until)
        days = [*self._edges(), *self._days_of(changes)]
        return self._up_to(min(days), max(days)) if days else Firsts((), ())

    def _up_to(self, first: date, last: date) -> Firsts:
        """Return the days and months of the period of which there is anything: nothing lies before or after these days."""
        since, until = max(self.scope.since or first, first), min(self.scope.until or last + ONE_DAY, last + ONE_DAY)
        if since >= until:
            return Firsts((), ())
        if DAY in self.by:
            return Firsts((), tuple(days_between(since, until)))
        # Where there is nothing before or after the period, the whole month has no more than its part.
        if self.scope.since is None or self.scope.since <= first:
            since = since.replace(day=1)
        if self.scope.until is None or self.scope.until > last:
            until = month_after(last.replace(day=1))
        return in_months(since, until)

    def _edges(self) -> Iterator[date]:
        """Give the first and the last day on which anything stands; shares that were handed down count for units only."""
        for cube in self.cubes_of_days:
            days = self._own(cube).filter(measure=OuterRef("pk"))
            # Two looks into the index for each measure.
            ends = {name: Subquery(days.order_by(name).values("first")[:1]) for name in ("first", "-first")}
            known = Counted.objects.filter(pk__in=self.numbers).annotate(opens=ends["first"], closes=ends["-first"])
            found = known.aggregate(first=Min("opens"), last=Max("closes"))
            yield from (day for day in found.values() if day)

    def _days_of(self, changes: Counts) -> Iterator[date]:
        numbers = {cube.number for cube in self.cubes_of_days}
        return (first for number, _, first, _, _ in changes if number in numbers)

    @cached_property
    def cubes_of_days(self) -> list[Cube]:
        """The cubes that know the first and the last day."""
        found = [cube_on((), by_day=True), cube_on((PLACE,), by_day=True) if PLACE in self.axes else None]
        return [cube for cube in found if cube]

    # -- what stands there ---------------------------------------------------------------------------------------------

    def _own(self, cube: Cube) -> QuerySet[Cell]:
        rows = Cell.objects.filter(cube=cube.number)
        return rows if self.scope.centre == ANY_CENTRE else rows.filter(centre=centre_of(self.scope))

    def _kept(self, cube: Cube, firsts: Iterable[date]) -> Iterable[tuple[int, Any, str, str, int]]:
        rows = self._own(cube).filter(measure__in=self.numbers, first__in=sorted(firsts))
        for column, match in self._matches(cube):
            rows = rows.filter(match.q(column)) if match else rows
        for column, axis in zip("ab", cube.axes, strict=False):
            rows = rows.filter(**{f"{column}__in": sorted(self.only[axis])}) if axis in self.only else rows
        if len(cube.axes) > 1 and self.match_on(cube.axes[1]):
            rows = rows.filter(b__gt="")
        by_time = bool({DAY, MONTH} & {*self.by})
        along = [self._is_along(cube, place) for place in (0, 1)]
        if by_time and all(along[: len(cube.axes)]) and self.scope.centre != ANY_CENTRE:
            # Each cell is a figure: there is nothing to add up.
            return rows.order_by().values_list("measure", "first", "a", "b", "n")
        shown = [name for name, is_shown in (("first", by_time), ("a", along[0]), ("b", along[1])) if is_shown]
        grouped = rows.order_by().values("measure", *shown).annotate(total=Sum("n"))
        return _spread(grouped.values_list("measure", *shown, "total"), shown)

    def _changed(
        self, cube: Cube, firsts: frozenset[date], changes: Counts
    ) -> Iterator[tuple[int, Any, str, str, int]]:
        matches = [match for _, match in self._matches(cube)]
        for (number, centre, first, *values), counter in changes.items():
            if number != cube.number or first not in firsts or not self._is_own(centre):
                continue
            if not all(
                value in self.only[axis] for axis, value in zip(cube.axes, values, strict=False) if axis in self.only
            ):
                continue
            if all(match is None or match.accepts(value) for match, value in zip(matches, values, strict=False)):
                yield from ((measure, first, values[0], values[1], n) for measure, n in counter.items())

    def _matches(self, cube: Cube) -> list[tuple[str, Match | None]]:
        return [(column, self.match_on(axis)) for column, axis in zip("ab", cube.axes, strict=False)]

    def _is_own(self, centre: str) -> bool:
        return self.scope.centre == ANY_CENTRE or centre == centre_of(self.scope)

    def _is_along(self, cube: Cube, place: int) -> bool:
        return len(cube.axes) > place and any(AXIS_OF.get(name) == cube.axes[place] for name in self.by)

    # -- how it is answered --------------------------------------------------------------------------------------------

    def _keys(self, cube: Cube) -> Callable[[Any, str, str], Key]:
        """Return what makes the key of a figure from a first day and the values on the axes: called for each cell."""
        if not self.by:
            return lambda first, a, b: ()
        parts = [_part(name, cube) for name in self.by]
        if len(parts) == 1:
            one = parts[0]
            return lambda first, a, b: (one(first, a, b),)
        if len(parts) == 2:
            left, right = parts
            return lambda first, a, b: (left(first, a, b), right(first, a, b))
        return lambda first, a, b: tuple(part(first, a, b) for part in parts)

    def _cleaned(self, figures: Figures) -> Figures:
        if not self.by:
            return {(): figures.get((), 0)}
        return {key: n for key, n in figures.items() if n}


def _spread(rows: Iterable[tuple[Any, ...]], shown: Sequence[str]) -> Iterator[tuple[int, Any, str, str, int]]:
    """Give grouped rows as if every column had been asked for."""
    places = {name: n for n, name in enumerate(shown, 1)}
    first, a, b = (places.get(name, 0) for name in ("first", "a", "b"))
    for row in rows:
        yield row[0], row[first] if first else None, row[a] if a else "", row[b] if b else "", row[-1]


def centre_of(scope: Scope) -> str:
    """Return how the centre of a scope is written in the cells."""
    return UUID(scope.centre).hex if scope.centre else ""


def _part(name: str, cube: Cube) -> Callable[[Any, str, str], Any]:
    """Return what takes one part of a key out of a first day and the values on the axes."""
    if name == DAY:
        return lambda first, a, b: first
    if name == MONTH:
        return (lambda first, a, b: first.replace(day=1)) if cube.by_day else (lambda first, a, b: first)
    in_second = cube.axes.index(AXIS_OF[name]) == 1
    if AXIS_OF[name] != CHANNEL:
        return (lambda first, a, b: b) if in_second else (lambda first, a, b: a)
    half = 0 if name == FAMILY else 2
    return lambda first, a, b: (b if in_second else a).partition("/")[half]
