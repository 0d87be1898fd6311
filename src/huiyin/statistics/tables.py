"""The tables of crossed figures as the page, the file and the chart print them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.statistics.asking import CrossAsked, cell_words
from huiyin.statistics.comparing import BEFORE, LABELS, YEAR, change, earlier, ranks, share
from huiyin.statistics.crossing import CannotCross, Crossed, Value, cross, pairs_of
from huiyin.statistics.dimensions import UNSAID, named
from huiyin.statistics.printing import for_chart, printed_value

MOST_ROWS, MOST_COLUMNS = 400, 62
WHOLE = "合计"


@dataclass(frozen=True)
class Cell:
    """One figure of a table: as printed, as a number, with the way to the list behind it (none where there is no row)."""

    text: str
    number: int | float | None = None
    address: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a table; `key` is None for the whole."""

    key: str | None
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """One table with its chart. `notes` say what was left out, and how to read it."""

    title: str
    heads: Sequence[str]
    lines: Sequence[Line]
    whole: Line | None
    chart: dict[str, Any] | None = None
    notes: Sequence[str] = field(default_factory=list)


def tables(asked: CrossAsked, registry: Registry) -> tuple[list[Table], list[str]]:
    """Return the tables that were asked for: one for each measure where there are columns, else one of all measures."""
    found, problems = [], []
    for name in asked.names:
        try:
            found.append(cross(registry, name, asked.scope, asked.by))
        except CannotCross as reason:
            problems.append(str(reason))
    if not found:
        return [], problems
    if asked.cols:
        return [_pivot(one, asked) for one in found], problems
    return [_side_by_side(found, asked, registry)], problems


def address_of_cell(measure: Measure | Rate, asked: CrossAsked, key: Sequence[str | None]) -> str:
    """Return the address of the list behind a cell."""
    words = cell_words(list(pairs_of(key, asked.by)), asked.tree)
    parts = [*asked.scope.to_query().items(), *words]
    return f"{reverse('statistics:cases', args=[measure.name])}?{urlencode(parts)}"


def _cell(crossed: Crossed, asked: CrossAsked, key: Sequence[str | None]) -> Cell:
    value = crossed.at(*key)
    address = address_of_cell(crossed.measure, asked, key) if value or (value == 0 and crossed.halves) else ""
    return Cell(printed_value(crossed.measure, value, asked.scope), for_chart(crossed.measure, value), address)


# -- rows and columns ----------------------------------------------------------------------------------------------------


def _pivot(crossed: Crossed, asked: CrossAsked) -> Table:
    rows, columns = _ordered(crossed, asked, crossed.values(0)), crossed.values(1)
    notes = [*_cut(rows, columns), *_how_to_read(asked)]
    rows, columns = rows[:MOST_ROWS], columns[:MOST_COLUMNS]
    keys: list[str | None] = [*columns, None]
    down, across = crossed.by
    lines = [Line(row, named(down, row), [_cell(crossed, asked, (row, key)) for key in keys]) for row in rows]
    whole = Line(None, WHOLE, [_cell(crossed, asked, (None, key)) for key in keys])
    heads = [down.label, *(named(across, key) for key in columns), WHOLE]
    chart = {
        "kind": _chart_kind(asked), "unit": _unit(crossed), "rows": [line.label for line in lines],
        "series": [
            {"name": named(across, key), "data": [line.cells[n].number for line in lines]}
            for n, key in enumerate(columns)
        ],
    }  # fmt: skip
    return Table(crossed.measure.label, heads, lines, whole, _drawn(chart, lines), notes)


def _ordered(crossed: Crossed, asked: CrossAsked, values: list[str]) -> list[str]:
    if asked.sort != "value":
        return values
    rest = [None] * (len(crossed.by) - 1)
    size = {value: crossed.at(value, *rest) for value in values}
    known = [value for value in values if value != UNSAID]
    return [*sorted(known, key=lambda value: _size(size[value]), reverse=True), *([UNSAID] if UNSAID in values else [])]


def _size(value: Value) -> int | Fraction:
    return -1 if value is None else value


def _cut(rows: Sequence[str], columns: Sequence[str] = ()) -> list[str]:
    told = [f"共{len(rows)}行，只显示前{MOST_ROWS}行；“合计”是全部的"] if len(rows) > MOST_ROWS else []
    return [*told, *([f"共{len(columns)}列，只显示前{MOST_COLUMNS}列"] if len(columns) > MOST_COLUMNS else [])]


def _how_to_read(asked: CrossAsked) -> list[str]:
    return ["一件可有几个标签，各行之和可能大于合计"] if any(one.overlaps for one in asked.by) else []


# -- measures side by side -----------------------------------------------------------------------------------------------


def _side_by_side(found: Sequence[Crossed], asked: CrossAsked, registry: Registry) -> Table:
    rows = _rows_of(found, asked)
    notes = [*_cut(rows), *_how_to_read(asked)]
    rows = rows[:MOST_ROWS]
    columns = [_Column(one, asked, registry, rows) for one in found]
    dimension = found[0].by[0] if found[0].by else None
    lines = [
        Line(row, named(dimension, row), [cell for column in columns for cell in column.cells(row)])
        for row in rows
        if dimension
    ]
    whole = Line(None, WHOLE, [cell for column in columns for cell in column.cells(None)])
    heads = [dimension.label if dimension else "", *(head for column in columns for head in column.heads)]
    series = [
        {"name": one.measure.label, "data": [for_chart(one.measure, one.at(row)) for row in rows], "unit": _unit(one)}
        for one in found
    ]
    chart = {
        "kind": _chart_kind(asked), "unit": _unit(found[0]), "rows": [line.label for line in lines], "series": series,
        "days": rows if asked.rows == "day" else [],
    }  # fmt: skip
    title = "、".join(one.measure.label for one in found)
    return Table(title, heads, lines, whole, _drawn(chart, lines), notes)


def _rows_of(found: Sequence[Crossed], asked: CrossAsked) -> list[str]:
    if not asked.rows:
        return []
    merged = dict.fromkeys(value for one in found for value in one.values(0))
    dimension = found[0].by[0]
    shown = [value for value in dimension.shown(merged) if value in merged]
    return _ordered(found[0], asked, [*shown, *(value for value in merged if value not in shown)])


class _Column:
    """One measure with what stands beside it."""

    def __init__(self, crossed: Crossed, asked: CrossAsked, registry: Registry, rows: Sequence[str]) -> None:
        self.crossed, self.asked, self.measure = crossed, asked, crossed.measure
        name = self.measure.name
        self.earlier = {
            which: earlier(which, registry, name, asked.scope, asked.by, asked.tree)
            for which in (BEFORE, YEAR)
            if which in asked.beside
        }
        self.shares = "share" in asked.beside and bool(asked.rows) and _is_plain_count(self.measure)
        self.ranks = ranks({row: crossed.at(row) for row in rows}) if "rank" in asked.beside else None

    @property
    def heads(self) -> list[str]:
        """What stands above."""
        before = [head for which in self.earlier for head in (LABELS[which], f"比{LABELS[which]}")]
        return [
            self.measure.label, *(["占比"] if self.shares else []), *(["排名"] if self.ranks is not None else []), *before,
        ]  # fmt: skip

    def cells(self, row: str | None) -> list[Cell]:
        """Return the cells of one row, for None of the whole."""
        key = () if not self.asked.rows else (row,)
        value = self.crossed.at(*key)
        cells = [_cell(self.crossed, self.asked, key)]
        if self.shares:
            cells.append(Cell(share(value, self.crossed.at(None))))
        if self.ranks is not None:
            rank = self.ranks.get(row) if row is not None else None
            cells.append(Cell(str(rank) if rank else "", rank))
        for one in self.earlier.values():
            cells += self._compared(value, one.at(row))
        return cells

    def _compared(self, now: Value, then: Value) -> list[Cell]:
        number = for_chart(self.measure, then)
        return [
            Cell(printed_value(self.measure, then, self.asked.scope), number),
            Cell(change(now, then, self.measure)),
        ]


def _is_plain_count(measure: Measure | Rate) -> bool:
    return isinstance(measure, Measure) and measure.value is None


# -- charts --------------------------------------------------------------------------------------------------------------


def _chart_kind(asked: CrossAsked) -> str:
    if asked.chart == "calendar" and asked.rows != "day":
        return "bar"
    if asked.chart == "multiples" and not asked.cols:
        return "bar"
    if asked.chart:
        return asked.chart
    return "line" if asked.by and asked.by[0].is_time else "bar"


def _drawn(chart: dict[str, Any], lines: Sequence[Line]) -> dict[str, Any] | None:
    return chart if chart["kind"] != "none" and lines else None


def _unit(crossed: Crossed) -> str:
    return crossed.measure.unit
