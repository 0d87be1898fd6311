"""Figures whose rows belong to no case (calls, registers): by what they stand side by side, who sees and lists them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from huiyin.flow.actor import Actor
from huiyin.measures.kinds import Apart, Measure, Rate, Side
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.statistics.branches import Branch
from huiyin.statistics.buckets import LABELS as GRAINS
from huiyin.statistics.choices import LABELS as PARTS
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.dimensions import UNSAID, CannotCross, Dimension
from huiyin.statistics.stretches import Stretch
from huiyin.statistics.viewing import as_seen_by
from huiyin.units.path import depth_of


@dataclass
class Sided(Dimension):
    """What the rows of one room alone know: the agent of a call, how it ended."""

    side: Side = field(kw_only=True)
    _names: dict[str, str] = field(default_factory=dict)

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the column as a text, None of rows that have it not."""
        known = any(one.name == self.side.column for one in rows.model._meta.concrete_fields)
        return Cast(F(self.side.column), CharField()) if known else None

    def value_of(self, found: str) -> str:
        """Return the value; a number with its zeros, so that they stand in their order."""
        return found.zfill(self.side.digits)

    def learn(self, found: Iterable[str]) -> None:
        """Read at once what the values are called."""
        unknown = {self.value_of(one) for one in found if one} - set(self._names)
        self._names |= self.side.named(unknown) if unknown else {}

    def label_of(self, value: str) -> str:
        """Return what the room calls it."""
        self.learn([value])
        return self._names.get(value, value)

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows with this value."""
        return rows.none() if self.expression(rows) is None else rows.filter(**{self.side.column: value})


def sides(scope: Scope) -> list[Dimension]:
    """Return what single rooms know of their rows, each once."""
    return [Sided(one.code, one.label, side=one) for one in _sides(scope.book)]


@lru_cache(maxsize=16)
def _sides(book: Rulebook) -> Sequence[Side]:
    found: dict[str, Side] = {}
    for one in registry_for(book):
        if isinstance(one, Measure) and one.apart:
            found |= {side.code: side for side in one.apart.sides if side.code not in found}
    return tuple(found.values())


# -- who sees them -----------------------------------------------------------------------------------------------------


def to_cross(actor: Actor, registry: Registry, scope: Scope) -> Registry:
    """Return the measures that somebody may put side by side: those of cases, and those of other rooms as these let him see."""
    of_cases = as_seen_by(actor, registry, scope)
    found = {one.name: one for one in of_cases}
    found |= {one.name: one for one in _apart_seen_by(actor, registry, scope)}
    found |= {
        one.name: one for one in registry if isinstance(one, Rate) and {one.numerator, one.denominator} <= found.keys()
    }
    return Registry(found[one.name] for one in registry if one.name in found)


def _apart_seen_by(actor: Actor, registry: Registry, scope: Scope) -> Iterator[Measure]:
    for one in registry:
        if isinstance(one, Measure) and one.apart and (seen := one.apart.seen_by(actor, scope)):
            yield _over(one, seen)


def _over(one: Measure, seen: Any) -> Measure:
    return replace(one, rows=lambda scope: seen(one.rows(scope)))


# -- what they do not know ---------------------------------------------------------------------------------------------


def refuse_unknown(measure: Measure, scope: Scope, by: Iterable[Dimension]) -> None:
    """Raise CannotCross, in words, for a dimension or a part of the city of which the rows of a measure know nothing."""
    by = list(by)
    if measure.apart is None:
        # Rows that belong to no case, and whose room says nothing of them, are refused when they are asked.
        _refuse_of_cases(measure, scope, by)
        return
    known = measure.apart
    parts = [label for name, label in PARTS.items() if getattr(scope, name) and name not in known.heeds]
    if parts:
        raise CannotCross(f"“{measure.label}”不分{'、'.join(parts)}，请去掉这个条件")
    for one in by:
        _refuse_apart(measure, known, one)


def _refuse_apart(measure: Measure, known: Apart, one: Dimension) -> None:
    if isinstance(one, Stretch):
        if list(GRAINS).index(one.grain) < list(GRAINS).index(known.grain):
            raise CannotCross(f"“{measure.label}”按{GRAINS[known.grain]}填报，不能按{one.label}统计")
    elif isinstance(one, Branch):
        if known.unit_asks is None:
            raise CannotCross(_unknown(measure, one, "单位", known))
        if one.as_now:
            raise CannotCross(f"“{measure.label}”按登记的单位统计，不能按现在的机构")
    elif one.code not in {side.code for side in known.sides}:
        raise CannotCross(_unknown(measure, one, one.label, known))


def _unknown(measure: Measure, one: Dimension, what: str, known: Apart) -> str:
    units = ["单位"] if known.unit_asks else []
    knows = "、".join(["时间", *units, *(side.label for side in known.sides)])
    return f"“{measure.label}”不分{what}，只能按{knows}统计"


def _refuse_of_cases(measure: Measure, scope: Scope, by: Sequence[Dimension]) -> None:
    others = [one for one in by if not one.is_time]
    rows = measure.rows(scope) if others else None
    if isinstance(rows, QuerySet):
        for one in others:
            if isinstance(one, Sided) or one.expression(rows) is None:
                raise CannotCross(f"“{measure.label}”不分{one.label}，请换一个维度")


# -- where they are listed ---------------------------------------------------------------------------------------------


def address_apart(measure: Measure, scope: Scope, cell: Iterable[tuple[Dimension, str]]) -> str:
    """Return the address of the list behind a cell in the room that keeps the rows; empty where it has no such list."""
    words: dict[str, str] = {}
    for dimension, value in cell:
        if isinstance(dimension, Stretch):
            within = dimension.within(value)
            scope = scope.narrowed(since=within.since, until=within.until)
        elif isinstance(dimension, Branch) and measure.apart and measure.apart.unit_asks:
            if value == UNSAID:
                return ""
            if not scope.unit_path.startswith(value):
                words |= measure.apart.unit_asks(value, depth_of(value) == dimension.level)
        elif isinstance(dimension, Sided):
            words |= dimension.side.asks(value)
    return _with(measure.listed_at(scope), words) if measure.listed_at else ""


def _with(address: str, words: Mapping[str, str]) -> str:
    path, _, query = address.partition("?")
    return f"{path}?{urlencode({**dict(parse_qsl(query)), **words})}"
