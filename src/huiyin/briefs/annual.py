"""The yearly summary (年度总结): every figure of a city's report that the house can count, each counted now, none typed.

Which figures a city's report has is the rulebook's. A figure of which the database has nothing says so: that is not 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from huiyin.measures.figures import Figure, figure
from huiyin.measures.kinds import Measure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.registers.measures import CHOICE, PREFIX, entries_in
from huiyin.rulebook.annual import AnnualLine, Whole
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.registers import NUMBERS
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.page import address_of
from huiyin.statistics.period import of_period
from huiyin.statistics.printing import as_json, printed
from huiyin.statistics.viewing import listed_at

NO_DATA = "没有数据"


@dataclass(frozen=True)
class Line:
    """One figure of the summary; `counted` is None where there is nothing to count it from."""

    asked: AnnualLine
    scope: Scope
    counted: Figure | None
    address: str

    @property
    def value(self) -> int | Fraction | None:
        """The exact value."""
        return self.counted.value if self.counted else None

    @property
    def text(self) -> str:
        """The figure as it is printed: "12,167 件", "95%", "没有数据"."""
        if self.counted is None or self.counted.value is None:
            return NO_DATA
        text = printed(self.counted, self.scope.book)
        if self.counted.unit == "%":
            # What a unit told as 98.5 % is not printed as 98.50 %.
            return text if self.counted.numerator else f"{text.removesuffix('%').rstrip('0').rstrip('.')}%"
        return f"{text} {self.counted.unit}".strip()

    @property
    def definition(self) -> str:
        """What is counted, empty for a figure that the house does not know."""
        return self.counted.definition if self.counted else ""


@dataclass(frozen=True)
class Agreement:
    """Whether a whole is the sum of its parts: None where one of them has no data."""

    whole: Line
    parts: tuple[Line, ...]
    complete: bool

    @property
    def agrees(self) -> bool | None:
        """Whether it is so."""
        values = [part.value for part in self.parts]
        if self.whole.value is None or any(value is None for value in values):
            return None
        total = sum((Fraction(value or 0) for value in values), Fraction(0))
        return total == self.whole.value if self.complete else total <= self.whole.value

    @property
    def says(self) -> str:
        """The arithmetic in words: "受理 12,167 件 = 其中平台受理 11,004 件 + 其中网络舆情 1,163 件：相符"."""
        sign = "=" if self.complete else "≥"
        parts = " + ".join(f"{part.asked.label} {part.text}" for part in self.parts)
        found = {True: "相符", False: "不符", None: "不能核对"}[self.agrees]
        return f"{self.whole.asked.label} {self.whole.text} {sign} {parts}：{found}"


@dataclass(frozen=True)
class Summary:
    """The figures of one city and year, in the order of its report."""

    title: str
    scope: Scope
    lines: tuple[Line, ...]
    wholes: tuple[Agreement, ...]

    def line(self, code: str) -> Line:
        """Return the line with this code. Raises KeyError."""
        return {line.asked.code: line for line in self.lines}[code]


def summary_of(city: str, year: int) -> Summary:
    """Count every figure of the yearly report of a city."""
    scope = of_period(date(year, 1, 1), date(year, 12, 31), city)
    asked = scope.book.annual
    lines = tuple(line_of(one, scope) for one in asked.lines)
    by_code = {line.asked.code: line for line in lines}
    wholes = tuple(_agreement(whole, by_code) for whole in asked.wholes)
    return Summary(asked.title.format(year=year), scope, lines, wholes)


def unknown_measures(book: Rulebook) -> list[str]:
    """Return the measures that the summary of a book asks for and no room has."""
    registry = registry_for(book)
    return sorted({line.measure for line in book.annual.lines if line.measure not in registry})


def as_json_line(line: Line) -> dict[str, Any]:
    """Return one line for a program."""
    counted = line.counted
    halves = {
        name: {"name": half.name, "label": half.label, "value": as_json(half)}
        for name, half in (
            ("numerator", counted and counted.numerator),
            ("denominator", counted and counted.denominator),
        )
        if half
    }
    return {
        "name": line.asked.code, "label": line.asked.label, "group": line.asked.group, "measure": line.asked.measure,
        "value": as_json(counted) if counted else None, "text": line.text, "unit": counted.unit if counted else "",
        "definition": line.definition, **halves, "scope": line.scope.to_query(), "list": line.address,
        "rows": list(line.asked.rows),
    }  # fmt: skip


def line_of(asked: AnnualLine, whole: Scope) -> Line:
    """Count one figure of the report of a whole city and year."""
    scope = whole.narrowed(**asked.narrowed)
    registry = _titled(registry_for(scope.book), asked, scope.book)
    if asked.measure not in registry:
        return Line(asked, scope, None, "")
    counted = figure(registry, asked.measure, scope)
    empty = _is_not_kept(asked, counted, scope) if _is_of_register(asked.measure) else _has_nothing(counted)
    return Line(asked, scope, None if empty else counted, _address(registry, asked, scope))


def _titled(registry: Registry, asked: AnnualLine, book: Rulebook) -> Registry:
    """Let a register's measure count only the entries with this title or option, such as those of one line."""
    if not (asked.titled or asked.only) or asked.measure not in registry:
        return registry
    measure, said = registry.measure(asked.measure), _said(asked, book)
    return Registry([replace(measure, rows=lambda scope: measure.rows(scope).filter(**said))])


def _has_nothing(counted: Figure) -> bool:
    """Whether the database has nothing at all of what is counted here, so that 0 would be a claim."""
    if counted.value is None:
        return True
    halves = [half for half in (counted.numerator, counted.denominator) if half]
    if halves:
        return any(_has_nothing(half) for half in halves)
    rows = counted.rows
    return not counted.value and isinstance(rows, QuerySet) and not rows.model._default_manager.exists()


def _is_of_register(measure: str) -> bool:
    return measure.startswith(PREFIX)


def _is_not_kept(asked: AnnualLine, counted: Figure, scope: Scope) -> bool:
    """Whether nobody entered anything of what is counted: an entry that tells no such number is no entry of 0.

    Of a choice, a flag and of what was cleared every entry tells: where there are entries, none of them is 0.
    """
    if counted.value:
        return False
    code, _, name = asked.measure.removeprefix(PREFIX).partition(".")
    tally = next((one for one in scope.book.register(code).tallies if one.name == name), None)
    if counted.value is None or (tally and tally.field.kind in NUMBERS):
        return not isinstance(counted.rows, QuerySet) or not counted.rows.exists()
    return not entries_in(code, scope).filter(**_said(asked, scope.book)).exists()


def _said(asked: AnnualLine, book: Rulebook) -> dict[str, str]:
    """Return what an entry must say to be counted in a line."""
    said = {f"content__{code}": option for code, option in asked.only.items()}
    if asked.titled:
        register = book.register(asked.measure.removeprefix(PREFIX).partition(".")[0])
        said[f"content__{register.fields[0].code}"] = asked.titled
    return said


def _address(registry: Registry, asked: AnnualLine, scope: Scope) -> str:
    found = registry.get(asked.measure)
    if not isinstance(found, Measure) or found.listed_at is None:
        return address_of(asked.measure, scope)
    address = listed_at(registry, asked.measure, scope)
    more = {f"{CHOICE}{code}": option for code, option in asked.only.items()}
    more |= {"q": asked.titled} if asked.titled else {}
    return f"{address}&{urlencode(more)}" if more else address


def _agreement(whole: Whole, lines: Mapping[str, Line]) -> Agreement:
    parts: Iterable[Line] = (lines[code] for code in whole.parts)
    return Agreement(lines[whole.whole], tuple(parts), whole.complete)
