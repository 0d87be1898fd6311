"""Figures crossed: one measure in each cell of up to two dimensions, asked of the database in one grouped statement.

What was not counted on a day of its own (what stands at the end of a period, a case on which something happened within it) is
asked once for each stretch of time; and no sum over such stretches is ever printed, the whole is asked again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from huiyin.measures.kinds import Measure, Rate, WorkedOut
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.apart import refuse_unknown, sides
from huiyin.statistics.branches import THEN, branches
from huiyin.statistics.buckets import LABELS
from huiyin.statistics.collecting import belongs_to_case
from huiyin.statistics.dimensions import NOTHING_KNOWN, UNSAID, CannotCross, Dimension, written
from huiyin.statistics.quick import cells_ahead
from huiyin.statistics.stretches import Stretch

Key = tuple[str, ...]
Sums = Mapping[str, Any]
Value = int | Fraction | None
Only = Mapping[str, frozenset[str]]
"""Of a dimension by its code, the values that are asked for."""

NO_LIMIT: Only = {}

MOST_QUESTIONS = 62
"""So many stretches are asked for one by one; more would let the page wait."""

COUNTED = WorkedOut({"n": Count("*")}, lambda sums: sums["n"] or 0)
"""The value of every measure that counts its rows."""


def dimensions(scope: Scope, tree: str = THEN) -> dict[str, Dimension]:
    """Return every dimension over a scope, by its code."""
    stretches = [Stretch(grain, label, grain, scope) for grain, label in LABELS.items()]
    return {one.code: one for one in (*stretches, *branches(scope, tree), *written(scope), *sides(scope))}


def cross(registry: Registry, name: str, scope: Scope, by: Sequence[Dimension]) -> "Crossed":
    """Count one measure or rate in every cell. Raises UnknownMeasure, and CannotCross."""
    asked = registry.get(name)
    for one in by:
        if isinstance(one, Stretch):
            one.all()
    if isinstance(asked, Rate):
        halves = (cross(registry, asked.numerator, scope, by), cross(registry, asked.denominator, scope, by))
        return Crossed(asked, tuple(by), {}, halves)
    refuse_unknown(asked, scope, by)
    adds = tuple(_adds_up(asked, scope, one) for one in by)
    return Crossed(asked, tuple(by), _with_margins(asked, scope, tuple(by)), adds=adds)


def cross_some(sums: Sequence["Crossed"], scope: Scope, only: Only) -> "Crossed":
    """Cross two dimensions of which each was crossed alone: counted are the cells of these values, the sums are known."""
    first, by = sums[0], tuple(one.by[0] for one in sums)
    if isinstance(first.measure, Rate):
        parts = zip(*(one.halves for one in sums), strict=True)
        return Crossed(first.measure, by, {}, tuple(cross_some(part, scope, only) for part in parts))
    says = _worked_out(first.measure).says
    cells = {_spread(key, range(2), 2): says(found) for key, found in _sums(first.measure, scope, by, only).items()}
    for place, one in enumerate(sums):
        for (value,), number in one.cells.items():
            cells[(value, None) if place == 0 else (None, value)] = number
    return Crossed(first.measure, by, cells, adds=tuple(one.adds[0] for one in sums))


@dataclass(frozen=True)
class Crossed:
    """A measure or rate in each cell. A part of a key that is None means all values of that dimension together.

    `adds` says of each dimension whether its values add up to the whole.
    """

    measure: Measure | Rate
    by: tuple[Dimension, ...]
    cells: Mapping[tuple[str | None, ...], Value]
    halves: tuple["Crossed", ...] = ()
    adds: tuple[bool, ...] = ()

    def at(self, *key: str | None) -> Value:
        """Return the figure of one cell; of a rate None where there is nothing to divide by."""
        if isinstance(self.measure, Measure):
            return self.cells[key] if key in self.cells else _of_nothing(self.measure)
        above, below = (half.at(*key) for half in self.halves)
        return Fraction(above) / below if below and above is not None else None

    def values(self, place: int) -> list[str]:
        """Return the values to show of one dimension, those without a value last."""
        found = self._found(place)
        rest = [UNSAID] if UNSAID in found else []
        return [*self.by[place].shown(found), *rest]

    def _found(self, place: int) -> set[str]:
        if self.halves:
            return set().union(*(half._found(place) for half in self.halves))
        return {str(key[place]) for key, value in self.cells.items() if key[place] is not None and value}


def _of_nothing(measure: Measure) -> Value:
    worked_out = _worked_out(measure)
    return worked_out.says(dict.fromkeys(worked_out.sums))


# -- counting ---------------------------------------------------------------------------------------------------------


def _with_margins(measure: Measure, scope: Scope, by: tuple[Dimension, ...]) -> dict[tuple[str | None, ...], Value]:
    """Count the cells, and over each set of dimensions together: added up where that is true, else asked again."""
    says = _worked_out(measure).says
    return {key: says(sums) for key, sums in _all_sums(measure, scope, by).items()}


def _all_sums(measure: Measure, scope: Scope, by: tuple[Dimension, ...]) -> dict[tuple[str | None, ...], Sums]:
    inner = _sums(measure, scope, by)
    found = {_spread(key, range(len(by)), len(by)): sums for key, sums in inner.items()}
    adds = [_adds_up(measure, scope, one) for one in by]
    for size in range(len(by)):
        for kept in combinations(range(len(by)), size):
            gone = [place for place in range(len(by)) if place not in kept]
            if all(adds[place] for place in gone):
                margin = _gathered((tuple(key[place] for place in kept), sums) for key, sums in inner.items())
            else:
                margin = _sums(measure, scope, tuple(by[place] for place in kept))
            for part, sums in margin.items():
                found[_spread(part, kept, len(by))] = sums
    return found


def _spread(part: Key, kept: Sequence[int], length: int) -> tuple[str | None, ...]:
    whole: list[str | None] = [None] * length
    for place, value in zip(kept, part, strict=True):
        whole[place] = value
    return tuple(whole)


def _adds_up(measure: Measure, scope: Scope, dimension: Dimension) -> bool:
    if dimension.is_time:
        return _is_grouped(measure, scope, dimension)
    return not dimension.overlaps


def _is_grouped(measure: Measure, scope: Scope, stretch: Dimension) -> bool:
    return measure.counts != "state_at_end" and stretch.expression(measure.rows(scope)) is not None


def _sums(measure: Measure, scope: Scope, by: tuple[Dimension, ...], only: Only = NO_LIMIT) -> dict[Key, Sums]:
    """Return what the database adds up in each cell; where it counts anew it does so in all of them."""
    wanted = {one.ahead: one.found_as(only[one.code]) for one in by if one.code in only}
    if (ahead := cells_ahead(measure, scope, [one.ahead for one in by], wanted)) is not None:
        return _named(((key, {"n": number}) for key, number in ahead.items()), by)
    one_by_one = next((n for n, one in enumerate(by) if one.is_time and not _is_grouped(measure, scope, one)), None)
    if one_by_one is None:
        return _grouped(measure, measure.rows(scope), by)
    return _asked_one_by_one(measure, by, one_by_one)


def _asked_one_by_one(measure: Measure, by: tuple[Dimension, ...], place: int) -> dict[Key, Sums]:
    stretch: Any = by[place]
    values = stretch.all()
    if len(values) > MOST_QUESTIONS:
        told = f"“{measure.label}”要逐段统计，一次最多{MOST_QUESTIONS}个时间段，请缩短期间或改用更长的时间段"
        raise CannotCross(told)
    rest = (*by[:place], *by[place + 1 :])
    found: dict[Key, Sums] = {}
    for value in values:
        for key, sums in _grouped(measure, measure.rows(stretch.within(value)), rest).items():
            found[(*key[:place], value, *key[place:])] = sums
    return found


def _grouped(measure: Measure, rows: Any, by: tuple[Dimension, ...]) -> dict[Key, Sums]:
    """Ask in one statement, and gather what the database found to the values of the dimensions."""
    if not isinstance(rows, QuerySet) or not (measure.apart or belongs_to_case(rows)):
        raise CannotCross(f"“{measure.label}”不是按工单计的，不能交叉统计")
    rows = _each_once(rows)
    aggregates = dict(_worked_out(measure).sums)
    groups = {f"key_{n}": _text(one.expression(rows)) for n, one in enumerate(by)}
    if not groups:
        return {(): rows.order_by().aggregate(**aggregates)}
    found = list(rows.order_by().values(**groups).annotate(**aggregates).values_list(*groups, *aggregates))
    cells = ((row[: len(by)], dict(zip(aggregates, row[len(by) :], strict=True))) for row in found)
    return _named(cells, by)


def _named(cells: Iterable[tuple[Key, Sums]], by: tuple[Dimension, ...]) -> dict[Key, Sums]:
    """Gather what was found along the columns to the values of the dimensions."""
    found = [(tuple(part or "" for part in key), sums) for key, sums in cells]
    values = []
    for n, one in enumerate(by):
        seen = {key[n] for key, _ in found}
        one.learn(seen)
        values.append({part: one.value_of(part) for part in seen})
        one.remember(values[-1])
    return _gathered((tuple(values[n][part] for n, part in enumerate(key)), sums) for key, sums in found)


def _text(expression: Any) -> Any:
    return NOTHING_KNOWN if expression is None else Coalesce(expression, NOTHING_KNOWN)


def _each_once(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows that can be grouped: a list without doubles keeps them out before it is grouped, not after."""
    if not (rows.query.distinct or rows.query.combinator):
        return rows
    return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))


def _worked_out(measure: Measure) -> WorkedOut:
    if measure.value is None:
        return COUNTED
    if isinstance(measure.value, WorkedOut):
        return measure.value
    raise CannotCross(f"“{measure.label}”只能整体计算，不能交叉统计")


def _gathered(groups: Iterable[tuple[Key, Sums]]) -> dict[Key, Sums]:
    found: dict[Key, dict[str, Any]] = defaultdict(dict)
    for key, sums in groups:
        cell = found[key]
        for name, more in sums.items():
            cell[name] = more if cell.get(name) is None else cell[name] if more is None else cell[name] + more
    return dict(found)


# -- the list behind a cell -------------------------------------------------------------------------------------------


def narrowed_to(registry: Registry, scope: Scope, cell: Iterable[tuple[Dimension, str]]) -> tuple[Registry, Scope]:
    """Return the same measures over the rows of one cell, and the scope of its stretch of time."""
    places = []
    for dimension, value in cell:
        if isinstance(dimension, Stretch):
            within = dimension.within(value)
            scope = scope.narrowed(since=within.since, until=within.until)
        else:
            places.append((dimension, value))
    return (Registry(_narrowed(one, places) for one in registry) if places else registry), scope


def _narrowed(one: Measure | Rate, places: Sequence[tuple[Dimension, str]]) -> Measure | Rate:
    if isinstance(one, Rate):
        return one

    def rows(scope: Scope) -> Any:
        found = one.rows(scope)
        for dimension, value in places:
            found = dimension.narrow(found, value) if isinstance(found, QuerySet) else found
        return found

    return replace(one, rows=rows)


def pairs_of(keys: Iterable[str | None], by: Sequence[Dimension]) -> Iterator[tuple[Dimension, str]]:
    """Give each dimension with its value in a cell, without those taken all together."""
    for dimension, value in zip(by, keys, strict=True):
        if value is not None:
            yield dimension, value
