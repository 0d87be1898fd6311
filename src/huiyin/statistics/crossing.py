"""Figures crossed: one measure in each cell of up to two dimensions, asked of the database in one grouped statement.

What was not counted on a day of its own (what stands at the end of a period, a case on which something happened within it) is
asked once for each stretch of time; and no sum over such stretches is ever printed, the whole is asked again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.db.models import CharField, Count, DateTimeField, F, QuerySet
from django.db.models.functions import Cast, Coalesce, Substr, TruncDate

from huiyin.cases.scoped import COUNTED_ON
from huiyin.flow import times
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.measures.kinds import Measure, Rate, WorkedOut
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.branches import THEN, branches
from huiyin.statistics.buckets import LABELS, Bucket, bucket_of, buckets
from huiyin.statistics.collecting import belongs_to_case
from huiyin.statistics.dimensions import NOTHING_KNOWN, UNSAID, Dimension, written
from huiyin.statistics.quick import cells_ahead

Key = tuple[str, ...]
Sums = Mapping[str, Any]
Value = int | Fraction | None

MOST_STRETCHES = 400
MOST_QUESTIONS = 62
"""So many stretches are asked for one by one; more would let the page wait."""

COUNTED = WorkedOut({"n": Count("*")}, lambda sums: sums["n"] or 0)
"""The value of every measure that counts its rows."""


class CannotCross(ValueError):
    """A measure has no figure in these cells; the message says why in the user's words."""


@dataclass
class Stretch(Dimension):
    """Time: the day on which a row is counted, gathered to stretches. What is to come is not shown."""

    grain: str = "month"
    scope: Scope = field(default_factory=Scope)
    is_time = True

    @property
    def ahead(self) -> str:
        """The counters know days and months."""
        return "day" if self.grain in {"day", "week"} else "month"

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the day, or the month or year, as a text that both databases make without asking Python for each row."""
        if COUNTED_ON not in rows.query.annotations:
            return None
        on = TruncDate(COUNTED_ON, tzinfo=CITY_TZ) if _is_moment(rows) else F(COUNTED_ON)
        return Substr(Cast(on, CharField()), 1, {"month": 7, "quarter": 7, "year": 4}.get(self.grain, 10))

    def value_of(self, found: str) -> str:
        """Return the first day of the stretch."""
        day = date.fromisoformat(f"{found}-01-01"[:10]) if found else None
        return bucket_of(day, self.grain).key if day else UNSAID

    def label_of(self, value: str) -> str:
        """Return how people call the stretch."""
        return self.bucket(value).label

    def bucket(self, value: str) -> Bucket:
        """Return the stretch of a value. Raises ValueError."""
        found = bucket_of(date.fromisoformat(value), self.grain)
        if found.key != value:
            raise ValueError(value)
        return found

    def within(self, value: str) -> Scope:
        """Return the scope of one stretch, as far as it lies in the period."""
        stretch, since, until = self.bucket(value), self.scope.since, self.scope.until
        start = max(stretch.start, since) if since else stretch.start
        end = min(stretch.until, until) if until else stretch.until
        return self.scope.narrowed(since=start, until=end)

    def all(self) -> list[str]:
        """Return every stretch of the period that has begun. Raises CannotCross where there are too many."""
        since, until = self.scope.since, self.scope.until
        today = local_day(times.now())
        if since is None or until is None:
            raise CannotCross("按时间统计要有起止日期")
        end = min(until, max(today, since) + times.ONE_DAY)
        if (end - since).days > MOST_STRETCHES * {"day": 1, "week": 7}.get(self.grain, 366):
            raise CannotCross(f"按{LABELS[self.grain]}统计最多{MOST_STRETCHES}个时间段，请缩短期间")
        return [one.key for one in buckets(since, end, self.grain)]

    def shown(self, found: Iterable[str]) -> list[str]:
        """Return all stretches: one in which nothing happened says so."""
        return self.all()


def _is_moment(rows: QuerySet[Any]) -> bool:
    return isinstance(rows.query.annotations[COUNTED_ON].output_field, DateTimeField)


def dimensions(scope: Scope, tree: str = THEN) -> dict[str, Dimension]:
    """Return every dimension over a scope, by its code."""
    stretches = [Stretch(grain, label, grain, scope) for grain, label in LABELS.items()]
    return {one.code: one for one in (*stretches, *branches(scope, tree), *written(scope))}


def cross(registry: Registry, name: str, scope: Scope, by: Sequence[Dimension]) -> "Crossed":
    """Count one measure or rate in every cell. Raises UnknownMeasure, and CannotCross."""
    asked = registry.get(name)
    for one in by:
        if isinstance(one, Stretch):
            one.all()
    if isinstance(asked, Rate):
        halves = (cross(registry, asked.numerator, scope, by), cross(registry, asked.denominator, scope, by))
        return Crossed(asked, tuple(by), {}, halves)
    return Crossed(asked, tuple(by), _with_margins(asked, scope, tuple(by)))


@dataclass(frozen=True)
class Crossed:
    """A measure or rate in each cell. A part of a key that is None means all values of that dimension together."""

    measure: Measure | Rate
    by: tuple[Dimension, ...]
    cells: Mapping[tuple[str | None, ...], Value]
    halves: tuple["Crossed", ...] = ()

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


def _sums(measure: Measure, scope: Scope, by: tuple[Dimension, ...]) -> dict[Key, Sums]:
    """Return what the database adds up in each cell."""
    if (ahead := cells_ahead(measure, scope, [one.ahead for one in by])) is not None:
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
    if not isinstance(rows, QuerySet) or not belongs_to_case(rows):
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
