"""The tables of crossed figures as the page, the file and the chart print them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.statistics.apart import address_apart
from huiyin.statistics.asking import CrossAsked, cell_words
from huiyin.statistics.comparing import BEFORE, LABELS, YEAR, change, earlier, ranks, share
from huiyin.statistics.crossing import Crossed, Value, pairs_of
from huiyin.statistics.dimensions import UNSAID, CannotCross, named
from huiyin.statistics.printing import for_chart, printed_value
from huiyin.statistics.topmost import REST, Shown, shown

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
            found.append(shown(registry, name, asked.scope, asked.by))
        except CannotCross as reason:
            problems.append(str(reason))
    if not found:
        return [], problems
    if asked.cols:
        return [_pivot(one, asked) for one in found], problems
    return [_side_by_side(found, asked, registry)], problems


def address_of_cell(crossed: Crossed, asked: CrossAsked, key: Sequence[str | None]) -> str:
    """Return the address of the list behind a cell; of a rate of what another room lists, that of its numerator."""
    measure, cell = crossed.measure, list(pairs_of(key, asked.by))
    counted = crossed.halves[0].measure if crossed.halves else measure
    if isinstance(counted, Measure) and counted.apart:
        return address_apart(counted, asked.scope, cell)
    parts = [*asked.scope.to_query().items(), *cell_words(cell, asked.tree)]
    return f"{reverse('statistics:cases', args=[measure.name])}?{urlencode(parts)}"


def _cell(one: Shown, asked: CrossAsked, key: Sequence[str | None]) -> Cell:
    value, crossed = one.at(*key), one.crossed
    # The rest is many lists: it opens none.
    opens = REST not in key and (value or (value == 0 and crossed.halves))
    address = address_of_cell(crossed, asked, key) if opens else ""
    return Cell(printed_value(crossed.measure, value, asked.scope), for_chart(crossed.measure, value), address)


# -- rows and columns ----------------------------------------------------------------------------------------------------


def _pivot(one: Shown, asked: CrossAsked) -> Table:
    crossed, (down, across) = one.crossed, one.crossed.by
    rows, columns = _ordered(crossed, asked, one.values[0]), list(one.values[1])
    rest = [REST] if one.has_rest(1) else []
    keys: list[str | None] = [*columns, *rest, None]
    lines = [Line(row, named(down, row), [_cell(one, asked, (row, key)) for key in keys]) for row in rows]
    more = [_line_of_rest(one, [_cell(one, asked, (REST, key)) for key in keys])] if one.has_rest(0) else []
    whole = Line(None, WHOLE, [_cell(one, asked, (None, key)) for key in keys])
    heads = [down.label, *(named(across, key) for key in columns), *(_name_of_rest(one, 1) for _ in rest), WHOLE]
    chart = {
        "kind": _chart_kind(asked), "unit": _unit(crossed), "rows": [line.label for line in lines],
        "series": [
            {"name": named(across, key), "data": [line.cells[n].number for line in lines]}
            for n, key in enumerate(columns)
        ],
    }  # fmt: skip
    notes = [*_cut(one), *_how_to_read(asked)]
    return Table(crossed.measure.label, heads, [*lines, *more], whole, _drawn(chart, lines), notes)


def _ordered(crossed: Crossed, asked: CrossAsked, values: Sequence[str]) -> list[str]:
    if asked.sort != "value":
        return list(values)
    rest = [None] * (len(crossed.by) - 1)
    size = {value: crossed.at(value, *rest) for value in values}
    known = [value for value in values if value != UNSAID]
    return [*sorted(known, key=lambda value: _size(size[value]), reverse=True), *([UNSAID] if UNSAID in values else [])]


def _size(value: Value) -> int | Fraction:
    return -1 if value is None else value


def _line_of_rest(one: Shown, cells: list[Cell]) -> Line:
    return Line(REST, _name_of_rest(one, 0), cells)


def _name_of_rest(one: Shown, place: int) -> str:
    return f"其余 {one.left_out[place]} 项"


def _cut(one: Shown) -> list[str]:
    """Say what is not shown by itself, and why these: of time the first, of all else the greatest."""
    told = []
    for place, what in enumerate("行列"[: len(one.values)]):
        if left_out := one.left_out[place]:
            there, by = len(one.values[place]), one.crossed.by[place]
            told.append(
                f"共 {there + left_out:,} {what}，只列{'前' if by.is_time else '最大的'} {there} {what}；“合计”是全部的"
            )
    return told


def _how_to_read(asked: CrossAsked) -> list[str]:
    return ["一件可有几个标签，各行之和可能大于合计"] if any(one.overlaps for one in asked.by) else []


# -- measures side by side -----------------------------------------------------------------------------------------------


def _side_by_side(found: Sequence[Shown], asked: CrossAsked, registry: Registry) -> Table:
    rows = _rows_of(found, asked)
    first = found[0].crossed
    # The rows of a table of several measures are those of the first, and whatever the others have besides.
    every = set().union(*(one.crossed.values(0) for one in found)) if asked.rows else set()
    of_these = [Shown(one.crossed, (rows,), (len(every) - len(rows),)) if asked.rows else one for one in found]
    columns = [_Column(one, asked, registry, rows) for one in of_these]
    dimension = first.by[0] if first.by else None
    lines = [
        Line(row, named(dimension, row), [cell for column in columns for cell in column.cells(row)])
        for row in rows
        if dimension
    ]
    more = (
        [_line_of_rest(of_these[0], [cell for column in columns for cell in column.cells(REST)])]
        if _any_rest(of_these)
        else []
    )
    whole = Line(None, WHOLE, [cell for column in columns for cell in column.cells(None)])
    heads = [dimension.label if dimension else "", *(head for column in columns for head in column.heads)]
    series = [
        {"name": one.crossed.measure.label, "data": [for_chart(one.crossed.measure, one.crossed.at(row)) for row in rows],
         "unit": _unit(one.crossed)}
        for one in found
    ]  # fmt: skip
    chart = {
        "kind": _chart_kind(asked), "unit": _unit(first), "rows": [line.label for line in lines], "series": series,
        "days": rows if asked.rows == "day" else [],
    }  # fmt: skip
    title = "、".join(one.crossed.measure.label for one in found)
    notes = [*_cut(of_these[0]), *_how_to_read(asked)] if asked.rows else _how_to_read(asked)
    return Table(title, heads, [*lines, *more], whole, _drawn(chart, lines), notes)


def _any_rest(found: Sequence[Shown]) -> bool:
    return any(one.has_rest(0) for one in found if one.values)


def _rows_of(found: Sequence[Shown], asked: CrossAsked) -> list[str]:
    if not asked.rows:
        return []
    merged = dict.fromkeys(value for one in found for value in one.values[0])
    dimension = found[0].crossed.by[0]
    in_order = [value for value in dimension.shown(merged) if value in merged]
    return _ordered(found[0].crossed, asked, [*in_order, *(value for value in merged if value not in in_order)])


class _Column:
    """One measure with what stands beside it."""

    def __init__(self, one: Shown, asked: CrossAsked, registry: Registry, rows: Sequence[str]) -> None:
        self.shown, self.asked, self.measure = one, asked, one.crossed.measure
        name = self.measure.name
        self.earlier = {
            which: earlier(which, registry, name, asked.scope, asked.by, asked.tree)
            for which in (BEFORE, YEAR)
            if which in asked.beside
        }
        self.shares = "share" in asked.beside and bool(asked.rows) and _is_plain_count(self.measure)
        self.ranks = ranks({row: one.crossed.at(row) for row in rows}) if "rank" in asked.beside else None

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
        value = self.shown.at(*key)
        cells = [_cell(self.shown, self.asked, key)]
        if self.shares:
            cells.append(Cell(share(value, self.shown.at(None))))
        if self.ranks is not None:
            rank = self.ranks.get(row) if row is not None else None
            cells.append(Cell(str(rank) if rank else "", rank))
        for one in self.earlier.values():
            cells += [Cell(""), Cell("")] if row == REST else self._compared(value, one.at(row))
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
