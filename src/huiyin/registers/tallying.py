"""Counts and sums of a register by unit or by period, each with the way to the entries behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from huiyin.flow.times import ONE_DAY
from huiyin.registers.models import Amount, Entry
from huiyin.registers.periods import period_of
from huiyin.registers.values import SCALE, number_text
from huiyin.rulebook.registers import Register, Tally
from huiyin.units.models import Unit

BY = {"unit": "按单位", "month": "按月", "quarter": "按季度", "year": "按年"}
_LENGTHS = {"day": 0, "month": 1, "quarter": 3, "year": 12}
NO_UNIT = "（不属单位）"


@dataclass(frozen=True)
class Cell:
    """One figure with the address of what is behind it."""

    text: str
    address: str


@dataclass(frozen=True)
class Line:
    """One unit or period with its figures."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """The figures of a register: headings with their units of measure, lines, and the last line of all together."""

    headings: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    whole: Line


@dataclass
class _Sums:
    entries: int
    totals: dict[tuple[str, str], tuple[int, int]]


def ways_for(register: Register) -> list[tuple[str, str]]:
    """Return by what the figures can be parted: units where there are, and periods not shorter than the register's."""
    shortest = _LENGTHS[register.belongs]
    ways = [(code, label) for code, label in BY.items() if code != "unit" and _LENGTHS[code] >= shortest]
    return [("unit", BY["unit"]), *ways] if register.of_unit else ways


def sheet(register: Register, rows: QuerySet[Entry], by: str, asked: Mapping[str, str]) -> Sheet:
    """Count the rows by unit or period, in three statements. `asked` is what the addresses of the lists keep."""
    field = "unit" if by == "unit" else "day"
    part: Callable[[Any], Any] = (lambda key: key) if by == "unit" else (lambda day: period_of(by, day))
    sums: dict[Any, _Sums] = {}
    for key, count in rows.order_by().values_list(field).annotate(n=Count("pk")):
        sums.setdefault(part(key), _Sums(0, {})).entries += count
    amounts = Amount.objects.filter(entry__in=rows.order_by().values("pk")).order_by()
    grouped = amounts.values_list(f"entry__{field}", "field", "option").annotate(total=Sum("scaled"), n=Count("pk"))
    for key, name, option, added, count in grouped:
        totals = sums[part(key)].totals
        total, n = totals.get((name, option), (0, 0))
        totals[name, option] = (total + int(added), n + count)
    lines = _of_units(register, sums, asked) if by == "unit" else _of_periods(register, sums, asked)
    return Sheet(headings(register), lines, _line(register, "合计", _together(sums), asked))


def headings(register: Register) -> list[tuple[str, str]]:
    """Return (label, unit of measure) of every column of figures."""
    tallies = [(f"{t.label}（平均）" if t.is_mean else t.label, t.field.measured_in) for t in register.tallies]
    return [(f"{register.entry}条数", "条"), *tallies]


def _of_units(register: Register, sums: Mapping[Any, _Sums], asked: Mapping[str, str]) -> list[Line]:
    units = Unit.objects.filter(pk__in=[pk for pk in sums if pk]).order_by("path")
    lines = [_line(register, unit.name, sums[unit.pk], {**asked, "unit": unit.path, "own": "1"}) for unit in units]
    return lines + ([_line(register, NO_UNIT, sums[None], asked)] if None in sums else [])


def _of_periods(register: Register, sums: Mapping[Any, _Sums], asked: Mapping[str, str]) -> list[Line]:
    return [
        _line(register, period.label, sums[period], {**asked, **_days_of(period.first, period.until - ONE_DAY, asked)})
        for period in sorted(sums, reverse=True)
    ]


def _days_of(first: date, last: date, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the days of a period, as far as they lie in those that were asked for."""
    return {
        "from": max(first.isoformat(), asked.get("from", "")),
        "to": min(last.isoformat(), asked.get("to") or last.isoformat()),
    }


def _line(register: Register, label: str, sums: _Sums, asked: Mapping[str, str]) -> Line:
    address = reverse("registers:list", args=[register.code])
    cells = [Cell(f"{sums.entries:,}", f"{address}?{urlencode(asked)}")]
    for tally in register.tallies:
        found = sums.totals.get((tally.field.code, tally.option))
        cells.append(Cell(_text(tally, found), f"{address}?{urlencode({**asked, 'having': tally.name})}"))
    return Line(label, cells)


def _text(tally: Tally, found: tuple[int, int] | None) -> str:
    if found is None:
        return "—" if tally.is_mean else "0"
    total, count = found
    value = Decimal(total) / SCALE
    return number_text(round(value / count, 2) if tally.is_mean else value)


def _together(sums: Mapping[Any, _Sums]) -> _Sums:
    whole = _Sums(0, {})
    for one in sums.values():
        whole.entries += one.entries
        for key, (total, count) in one.totals.items():
            before, n = whole.totals.get(key, (0, 0))
            whole.totals[key] = (before + total, n + count)
    return whole
