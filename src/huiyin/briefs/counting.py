"""The figures of a paper: each key counted over the paper's period, with what it means and the cases behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from huiyin.briefs.keys import DIMENSIONS, PERIODS, NoKey, Wanted
from huiyin.briefs.periods import Period, one_before, to_date, year_before
from huiyin.cases.models import Case
from huiyin.measures.figures import NOTHING, Figure, figure, rounded
from huiyin.measures.kinds import Rate
from huiyin.measures.registry import Registry, UnknownMeasure
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import belongs_to_case, registry_for
from huiyin.statistics.printing import printed
from huiyin.units.models import Unit

MOST_KEPT = 5_000
"""So many cases behind one figure are kept with it; beyond that only the list of today can be opened."""
HEADLINE = "headline_rate"
"""The name by which a template asks for the rate that the city prints, whichever it is in that year."""
NO_BASE = "无可比数"
"""What stands where there was nothing before to compare with."""
DIGITS = 1
"""Of how much more or less, and of a share."""


@dataclass(frozen=True)
class Told:
    """One figure as it was counted. The fields are those of `BriefFigure`."""

    key: str
    measure: str
    form: str
    label: str
    text: str
    value: Fraction | None
    unit: str
    definition: str
    scope: dict[str, str]
    parts: tuple[dict[str, Any], ...] = ()
    cases: tuple[UUID, ...] | None = None


@dataclass
class Counter:
    """Counts the figures of one paper, each once."""

    rule: BriefKind
    period: Period
    second: Period | None = None
    with_cases: bool = True
    found: dict[str, Told] = field(default_factory=dict)
    _counted: dict[tuple[Any, ...], Figure] = field(default_factory=dict)

    def told(self, key: str) -> Told:
        """Return the figure of a key. Raises NoKey in the user's words where there is none."""
        wanted = Wanted.read(key)
        if wanted.key not in self.found:
            self.found[wanted.key] = self._told(wanted)
        return self.found[wanted.key]

    def book_of(self, period: Period) -> Rulebook:
        """Return the rulebook of a period: definitions of rates are those of its time."""
        return book_for(settings.CITY, period.since)

    def registry(self, period: Period) -> Registry:
        """Return the measures of a period."""
        return registry_for(self.book_of(period))

    def period_called(self, which: str) -> Period:
        """Return the period that a key means. Raises NoKey for another one that the paper does not have."""
        if which == "second":
            if self.second is None:
                raise NoKey("这份公文没有另一时段")
            return self.second
        return {
            "this": lambda: self.period,
            "before": lambda: one_before(self.period, self.rule),
            "year_before": lambda: year_before(self.period, self.rule),
            "to_date": lambda: to_date(self.period),
        }[which]()

    def figure(self, wanted: Wanted, period: Period) -> Figure:
        """Count a measure, or take it from what was counted already."""
        book = self.book_of(period)
        name = book.headline_rate if wanted.measure == HEADLINE else wanted.measure
        asked = (name, period, wanted.where)
        if asked not in self._counted:
            scope = Scope(since=period.since, until=period.until, hour=period.hour, book=book)
            scope = scope.narrowed(**dict(wanted.where))
            try:
                self._counted[asked] = figure(self.registry(period), name, scope)
            except UnknownMeasure as unknown:
                raise NoKey(str(unknown)) from None
        return self._counted[asked]

    def _told(self, wanted: Wanted) -> Told:
        for prefix, tell in TELLERS.items():
            if wanted.measure.startswith(prefix):
                return tell(wanted.key, self)
        period = self.period_called(wanted.period)
        counted = self.figure(wanted, period)
        return {
            "value": self._value, "change": self._change, "change_year": self._change, "share": self._share
        }[wanted.form](wanted, period, counted)  # fmt: skip

    def _value(self, wanted: Wanted, period: Period, counted: Figure) -> Told:
        halves = [(role, half) for role, half in (("分子", counted.numerator), ("分母", counted.denominator)) if half]
        parts = tuple(_part(role, half, self.book_of(period)) for role, half in halves)
        text = printed(counted, self.book_of(period))
        return self._made(wanted, counted, text, _value_of(counted), parts)

    def _change(self, wanted: Wanted, period: Period, counted: Figure) -> Told:
        """How much more or less than in another period: in per cent, of a rate in points."""
        is_year = wanted.form == "change_year"
        other = year_before(period, self.rule) if is_year else one_before(period, self.rule)
        before = self.figure(wanted, other)
        parts = (
            _part("本期", counted, self.book_of(period)),
            _part("上年同期" if is_year else "上期", before, self.book_of(other)),
        )
        value, text = changed(counted, before)
        return self._made(wanted, counted, text, value, parts)

    def _share(self, wanted: Wanted, period: Period, counted: Figure) -> Told:
        whole = self.figure(Wanted(wanted.measure, wanted.period), period)
        book = self.book_of(period)
        above, below = _value_of(counted), _value_of(whole)
        value = above / below if above is not None and below else None
        text = NOTHING if value is None else f"{rounded(value * 100, DIGITS, 'half_up')}%"
        return self._made(wanted, counted, text, value, (_part("部分", counted, book), _part("总数", whole, book)))

    def _made(
        self, wanted: Wanted, counted: Figure, text: str, value: Fraction | None, parts: tuple[dict[str, Any], ...]
    ) -> Told:
        definition = counted.definition if not wanted.is_relative else f"{_FORM_SAYS[wanted.form]}{counted.definition}"
        return Told(
            wanted.key, counted.name, wanted.form, self.label_of(wanted), text, value,
            counted.unit if not wanted.is_relative else "%", definition, counted.scope.to_query(), parts,
            cases_of(counted.rows) if self.with_cases else None,
        )  # fmt: skip

    def label_of(self, wanted: Wanted) -> str:
        """Return what people call the figure: "受理", "受理·电话·上期", "受理·比上期"."""
        period = self.period_called(wanted.period)
        book, registry = self.book_of(period), self.registry(period)
        name = book.headline_rate if wanted.measure == HEADLINE else wanted.measure
        words = [registry.get(name).label if name in registry else name]
        words += [word_of(book, dimension, code) for dimension, code in wanted.where]
        words += [PERIODS[wanted.period]] if wanted.period != "this" else []
        words += [_FORM_WORDS[wanted.form]] if wanted.is_relative else []
        return "·".join(words).replace(" ", "")


TELLERS: dict[str, Callable[[str, Counter], Told]] = {}
"""What tells of figures that are no measures, by the beginning of their keys."""

_FORM_WORDS = {"change": "比上期", "change_year": "比上年同期", "share": "占比"}
_FORM_SAYS = {"change": "与上期相比的增减；", "change_year": "与上年同期相比的增减；", "share": "占总数的百分比；"}


def changed(now: Figure, before: Figure) -> tuple[Fraction | None, str]:
    """Return by how much one figure is more than the other, exactly and in words."""
    new, old = _value_of(now), _value_of(before)
    if new is None or old is None or (isinstance(now.value, int) and not old):
        return None, NO_BASE
    is_rate = now.unit == "%"
    difference = (new - old) * 100 if is_rate else (new - old) / old * 100
    number = rounded(abs(difference), DIGITS, "half_up")
    if not number:
        return difference / 100, "持平"
    way = ("上升" if difference > 0 else "下降") if is_rate else ("增长" if difference > 0 else "下降")
    return difference / 100, f"{way}{number}{'个百分点' if is_rate else '%'}"


def word_of(book: Rulebook, dimension: str, code: str) -> str:
    """Return the Chinese word for a part of a scope; the code itself where it is not known."""
    try:
        return {
            "unit_path": lambda: _unit(code), "category": lambda: book.category(code).name,
            "territory": lambda: book.territory(code).label, "kind": lambda: book.kind(code).label,
            "family": lambda: Family(code).label, "channel": lambda: book.channel(code).label, "tag": lambda: code,
        }[dimension]()  # fmt: skip
    except (Unknown, ValueError, KeyError):
        return f"{DIMENSIONS.get(dimension, dimension)}{code}"


def cases_of(rows: Any) -> tuple[UUID, ...] | None:
    """Return the ids of the cases behind a figure; None where they are too many to keep, or no cases."""
    if not isinstance(rows, QuerySet) or not belongs_to_case(rows):
        return None
    name = "pk" if rows.model is Case else "case_id"
    found = dict.fromkeys(rows.order_by().values_list(name, flat=True)[: MOST_KEPT + 1])
    return None if len(found) > MOST_KEPT else tuple(pk for pk in found if pk)


def packed(cases: Sequence[UUID] | None) -> bytes | None:
    """Return ids of cases as they are kept, 16 bytes each."""
    return None if cases is None else b"".join(pk.bytes for pk in cases)


def unpacked(kept: bytes | memoryview | None) -> list[UUID] | None:
    """Return the ids that were kept."""
    if kept is None:
        return None
    data = bytes(kept)
    return [UUID(bytes=data[at : at + 16]) for at in range(0, len(data), 16)]


def exact(value: Fraction | None) -> str:
    """Return a value as it is kept: "11557/12167", "524", nothing for nothing."""
    return "" if value is None else str(value)


def _part(role: str, half: Figure, book: Rulebook) -> dict[str, Any]:
    return {
        "role": role, "measure": half.name, "label": half.label, "text": printed(half, book), "unit": half.unit,
        "value": exact(_value_of(half)), "scope": half.scope.to_query(), "definition": half.definition,
    }  # fmt: skip


def _value_of(counted: Figure) -> Fraction | None:
    return None if counted.value is None else Fraction(counted.value)


def _unit(path: str) -> str:
    found = Unit.objects.filter(path=path).values_list("short_name", flat=True).first()
    if found is None:
        raise KeyError(path)
    return found


def measures_to_choose(book: Rulebook) -> list[tuple[str, str]]:
    """Return the measures that an editor may insert, rates first, as (name, label)."""
    registry = registry_for(book)
    rates = [(one.name, one.label) for one in registry if isinstance(one, Rate)]
    return [*rates, *((one.name, one.label) for one in registry if not isinstance(one, Rate))]
