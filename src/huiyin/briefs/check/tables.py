"""Tables: the row "合计" is the sum of the others, column by column; each "小计" is that of the rows since the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from huiyin.briefs.check.figures import is_percent, number_of
from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.crossfoot.numbers import is_whole
from huiyin.crossfoot.stated import Identity
from huiyin.crossfoot.sums import identity
from huiyin.documents.content import Block, Inline, Table, Text
from huiyin.documents.words import said

SHARES = ("占比", "比重", "构成", "比例")
"""Headings of columns of per cent that add up to a hundred; a column of other rates has no sum."""
TOTALS, SUBTOTAL, OF_WHICH = ("合计", "总计"), "小计", "其中"
ACROSS = (*TOTALS, SUBTOTAL)

Cells = Sequence[Inline]
Row = Sequence[Cells]
Named = tuple[str, Row]
"""A row with the name by which it is told."""


@dataclass(frozen=True)
class Adding:
    """One sum of a table: its row and the rows that make it."""

    whole: Named
    parts: tuple[Named, ...]


def tables_add_up(blocks: Sequence[Block]) -> Iterator[Outcome]:
    """Yield an outcome for each column of each sum, and for each row under a heading "合计"."""
    tables = [block for block in blocks if isinstance(block, Table)]
    for number, table in enumerate(tables, start=1):
        place = place_of(number, table)
        for adding in additions(table):
            yield from (one.at(place) for one in _columns(table.header, adding))
        yield from (one.at(place) for one in _rows(table))


def place_of(number: int, table: Table) -> str:
    """Return how a table is spoken of."""
    return f"表{number}“{table.caption}”" if table.caption else f"表{number}"


def additions(table: Table) -> Iterator[Adding]:
    """Yield the sums of a table: of each 小计, and of 合计, which stands last, or first as in many tables."""
    lines: list[Named] = list(zip(_distinct([_first(row) for row in table.rows]), table.rows, strict=True))
    whole = _taken_out(lines, table.total)
    rest: list[Named] = []
    below: list[Named] = []
    for name, row in lines:
        if name.startswith(OF_WHICH):
            continue
        if _first(row) != SUBTOTAL:
            below.append((name, row))
            continue
        if below:
            yield Adding((name, row), tuple(below))
        rest.append((name, row))
        below = []
    if whole and (rest or below):
        yield Adding(whole, (*rest, *below))


def _taken_out(lines: list[Named], is_last: bool) -> Named | None:
    """Take the row of the total out of the lines: the last one where the table says so, else one that is called so."""
    if len(lines) < 2:
        return None
    if is_last or _first(lines[-1][1]) in TOTALS:
        name, row = lines.pop()
        return name or TOTALS[0], row
    return lines.pop(0) if _first(lines[0][1]) in TOTALS else None


def _columns(header: Sequence[str], adding: Adding) -> Iterator[Outcome]:
    for place, head in list(enumerate(header))[1:]:
        total = _cell(adding.whole[1], place)
        cells = [_cell(row, place) for _, row in adding.parts]
        if not _has_sum(head, [*cells, total]):
            continue
        labels = [f"{head}·{name or f'第{n}行'}" for n, (name, _) in enumerate(adding.parts, start=1)]
        outcome = _sum(f"{head}·{adding.whole[0]}", total, list(zip(labels, cells, strict=True)))
        if outcome:
            yield _as_sure_as(outcome, [*cells, total])


def _has_sum(head: str, cells: Sequence[Cells]) -> bool:
    if not any(is_percent(said(cell)) for cell in cells):
        return True
    return any(word in head for word in SHARES)


def _sum(whole: str, total: Cells, parts: Sequence[tuple[str, Cells]]) -> Outcome | None:
    """Compare; a cell that is empty or a dash adds nothing, and a column without numbers or total has no sum."""
    found = {name: number_of(said(cell)) for name, cell in parts}
    numbers: dict[str, Decimal] = {name: one for name, one in found.items() if one is not None}
    wanted = number_of(said(total))
    if wanted is None or not numbers:
        return None
    return identity(Identity(whole, tuple(numbers), rule=Rule.SUM), {**numbers, whole: wanted})


def _as_sure_as(outcome: Outcome, cells: Sequence[Cells]) -> Outcome:
    """A typed column with decimals may be means, which nobody adds up: then the difference is only to be explained."""
    typed = any(isinstance(one, Text) and number_of(one.text) is not None for cell in cells for one in cell)
    numbers = [number for cell in cells if (number := number_of(said(cell))) is not None]
    if outcome.grade is not Grade.ERROR or not typed or all(map(is_whole, numbers)):
        return outcome
    told = f"{outcome.says}；如果这一列不是相加的数，请说明"
    return replace(outcome, grade=Grade.EXPLAIN, says=told)


def _rows(table: Table) -> Iterator[Outcome]:
    """Rows under a heading "合计" are the sum of what stands before; which columns belong to it nobody said."""
    ends = [place for place, head in enumerate(table.header) if _bare(head) in ACROSS]
    begins = [1, *(end + 1 for end in ends)]
    heads = _distinct(list(table.header))
    for name, row in zip(_distinct([_first(row) for row in table.rows]), table.rows, strict=True):
        for begin, end in zip(begins, ends, strict=False):
            places = [place for place in range(begin, end) if not _bare(table.header[place]).startswith(OF_WHICH)]
            parts = [(f"{name}·{heads[place]}", _cell(row, place)) for place in places]
            total = _cell(row, end)
            if len(parts) < 2 or any(is_percent(said(cell)) for cell in (total, *(cell for _, cell in parts))):
                continue
            outcome = _sum(f"{name}·{heads[end]}", total, parts)
            if outcome:
                yield replace(outcome, grade=outcome.grade and Grade.EXPLAIN)


def _cell(row: Row, place: int) -> Cells:
    return row[place] if place < len(row) else ()


def _first(row: Row) -> str:
    return _bare(said(row[0])) if row else ""


def _bare(text: str) -> str:
    """Return a heading without the spaces that typists put between its characters: "合　计"."""
    return "".join(text.split())


def _distinct(names: list[str]) -> list[str]:
    """Return the names so that no two are alike: "其他", "其他（2）"."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 or not name else f"{name}（{seen[name]}）")
    return told
