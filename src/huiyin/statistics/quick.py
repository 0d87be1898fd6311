"""Figures that were counted ahead: taken from the counters where these can tell, else asked of the cases as ever.

The counters know the figures of the whole city. Whoever sees a part only gets measures of his own rows, which no counter has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rollups.asking import kept, kept_all
from huiyin.rollups.known import kept_as
from huiyin.statistics.collecting import registry_for


def counted_ahead(registry: Registry, names: Iterable[str], scope: Scope) -> Registry:
    """Return the same measures; those of these names that were counted ahead know their figure already.

    Their rows stay what they were: the list behind a figure is always asked of the cases.
    """
    known = _known(registry, names, scope)
    return Registry(_as_known(one, known) for one in registry) if known else registry


def cells_ahead(
    measure: Measure, scope: Scope, along: Sequence[str], only: Mapping[str, frozenset[str]] | None = None
) -> dict[tuple[str, ...], int] | None:
    """Return the cells of a measure as the database would group them, or None where no counter can tell.

    `only` names what is to be found along some of them; of all else there are no cells then.
    """
    if not all(along) or not _is_the_citys(measure, scope):
        return None
    found = kept(measure.name, scope, along, only or {})
    return None if found is None else {tuple(_text(part) for part in key): number for key, number in found.items()}


def is_counted_ahead(registry: Registry, name: str, scope: Scope, along: Sequence[str]) -> bool:
    """Whether counters may tell the cells of a measure, or both parts of a rate, along two different things."""
    parts = [registry.get(part) for part in parts_of(registry, [name])]
    known = all(
        isinstance(one, Measure) and _is_the_citys(one, scope) and kept_as(one.name, scope.book) for one in parts
    )
    return known and all(along) and len(set(along)) == len(along)


def _known(registry: Registry, names: Iterable[str], scope: Scope) -> Mapping[str, int]:
    wanted = [one for name in names if isinstance(one := registry.get(name), Measure) and _is_the_citys(one, scope)]
    found: dict[str, int] = {}
    # What falls due is known only of days that are over: a name that cannot be told must not keep back the others.
    for waits in (False, True):
        part = [one.name for one in wanted if (how := kept_as(one.name, scope.book)) and how.waits is waits]
        for name, figures in ((kept_all(part, scope) if part else None) or {}).items():
            found[name] = figures.get((), 0)
    return found


def _is_the_citys(measure: Measure, scope: Scope) -> bool:
    own = registry_for(scope.book)
    return measure.value is None and measure.name in own and own.get(measure.name) is measure


def _as_known(one: Measure | Rate, known: Mapping[str, int]) -> Measure | Rate:
    if isinstance(one, Measure) and one.name in known:
        number = known[one.name]
        return replace(one, value=lambda rows: number)
    return one


def _text(part: Any) -> str:
    return part.isoformat() if isinstance(part, date) else part or ""


def parts_of(registry: Registry, names: Iterable[str]) -> list[str]:
    """Return the measures that are counted for these figures: of a rate both of its parts."""
    found: dict[str, None] = {}
    for name in names:
        one = registry.get(name)
        found |= dict.fromkeys((one.numerator, one.denominator) if isinstance(one, Rate) else (name,))
    return list(found)
