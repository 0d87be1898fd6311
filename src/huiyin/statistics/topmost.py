"""A table larger than anybody reads: the greatest rows and columns each by itself, all others together as the rest.

Nobody reads half a million cells. What is shown is chosen by the sums of rows and columns, which are few; where counters
stand ahead, only the cells that are shown are asked of them, so that the whole year of a big city does not have to be added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.crossing import Crossed, Value, cross, cross_some
from huiyin.statistics.dimensions import UNSAID, Dimension
from huiyin.statistics.quick import is_counted_ahead

MOST_ROWS, MOST_COLUMNS = 400, 62
REST = "\0rest"
"""What stands for all values that are not shown; no value of a dimension is called so."""


@dataclass(frozen=True)
class Shown:
    """A crossed figure and what is shown of it: the values of each dimension, and how many more there are."""

    crossed: Crossed
    values: tuple[Sequence[str], ...]
    left_out: tuple[int, ...]

    def at(self, *key: str | None) -> Value:
        """Return the figure of a cell, also of the rest of a dimension: the whole less what is shown, None where that is no sum."""
        return _at(self.crossed, self.values, key)

    def has_rest(self, place: int) -> bool:
        """Whether something is left out whose figure can be told."""
        return bool(self.left_out[place]) and _adds(self.crossed, place)


def shown(registry: Registry, name: str, scope: Scope, by: Sequence[Dimension]) -> Shown:
    """Count a measure in the cells that a table shows. Raises UnknownMeasure, and CannotCross."""
    most = (MOST_ROWS, MOST_COLUMNS)
    if len(by) == 2 and is_counted_ahead(registry, name, scope, [one.ahead for one in by]):
        sums = [cross(registry, name, scope, [one]) for one in by]
        chosen = tuple(_greatest(one, 0, most[n]) for n, one in enumerate(sums))
        if any(len(one.values(0)) > most[n] for n, one in enumerate(sums)):
            only = {one.code: frozenset(values) for one, values in zip(by, chosen, strict=True)}
            return _of(cross_some(sums, scope, only), chosen)
    crossed = cross(registry, name, scope, by)
    return _of(crossed, tuple(_greatest(crossed, place, most[place]) for place in range(len(by))))


def _of(crossed: Crossed, values: tuple[Sequence[str], ...]) -> Shown:
    left_out = tuple(len(crossed.values(place)) - len(some) for place, some in enumerate(values))
    return Shown(crossed, values, left_out)


def _greatest(crossed: Crossed, place: int, most: int) -> list[str]:
    """Return the values to show in the order of the dimension: all, or the greatest; of time the first, one after the other."""
    values = crossed.values(place)
    if len(values) <= most or crossed.by[place].is_time:
        return values[:most]
    size = {value: _size(crossed, place, value) for value in values}
    kept = set(sorted((one for one in values if one != UNSAID), key=lambda one: size[one], reverse=True)[:most])
    return [value for value in values if value in kept]


def _size(crossed: Crossed, place: int, value: str) -> int | Fraction:
    """Return by what values are chosen: by their count, of a rate by the count below."""
    counted = crossed.halves[1] if crossed.halves else crossed
    key = [None] * place + [value] + [None] * (len(crossed.by) - place - 1)
    found = counted.at(*key)
    return -1 if found is None else found


def _adds(crossed: Crossed, place: int) -> bool:
    if crossed.halves:
        return all(_adds(half, place) for half in crossed.halves)
    return isinstance(crossed.measure, Measure) and crossed.measure.value is None and crossed.adds[place]


def _at(crossed: Crossed, values: tuple[Sequence[str], ...], key: Sequence[str | None]) -> Value:
    if REST not in key:
        return crossed.at(*key)
    if isinstance(crossed.measure, Rate):
        above, below = (_at(half, values, key) for half in crossed.halves)
        return Fraction(above) / below if below and above is not None else None
    place = list(key).index(REST)
    if not _adds(crossed, place):
        return None
    parts = [_at(crossed, values, _with(key, place, value)) or 0 for value in values[place]]
    return (_at(crossed, values, _with(key, place, None)) or 0) - sum(parts)


def _with(key: Sequence[str | None], place: int, value: str | None) -> list[str | None]:
    return [*key[:place], value, *key[place + 1 :]]
