"""Crossed figures as rows of a file, and the definitions that go with them on a sheet of their own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from huiyin.flow.times import ONE_DAY, local
from huiyin.measures.registry import Registry
from huiyin.statistics.asking import TREES, CrossAsked
from huiyin.statistics.choices import labels_of
from huiyin.statistics.page import HOW_COUNTED
from huiyin.statistics.tables import Cell, Table

Row = tuple[object, ...]


def rows_of(found: Sequence[Table]) -> tuple[Row, Iterator[Row]]:
    """Return the head and the rows: several tables one below the other, each row with the title of its own."""
    if not found:
        return ("没有可以导出的数据",), iter(())
    if len(found) == 1:
        return tuple(found[0].heads), _rows(found[0])
    columns = list(dict.fromkeys(head for table in found for head in table.heads[1:]))
    return ("指标", found[0].heads[0], *columns), (row for table in found for row in _titled(table, columns))


def _rows(table: Table) -> Iterator[Row]:
    for line in (*table.lines, *([table.whole] if table.whole else [])):
        yield (line.label, *(_value(cell) for cell in line.cells))


def _titled(table: Table, columns: Sequence[str]) -> Iterator[Row]:
    for label, *cells in _rows(table):
        by_head = dict(zip(table.heads[1:], cells, strict=True))
        yield (table.title, label, *(by_head.get(head) for head in columns))


def _value(cell: Cell) -> object:
    return cell.text if cell.number is None else cell.number


def definitions(asked: CrossAsked, registry: Registry, at: datetime, found: Sequence[Table]) -> Iterator[Row]:
    """Give what the figures mean: each measure with its sentence, what was left out, the period, the part of the city, the book."""
    scope = asked.scope
    counted = {code: title for code, title, _ in HOW_COUNTED}
    for name in asked.names:
        one = registry.get(name)
        yield (f"指标：{one.label}", one.definition)
        how = counted.get(getattr(one, "counts", ""), "分子÷分母")
        yield (f"单位、计数方式：{one.label}", f"{one.unit or '无'}；{how}")
        for half in (getattr(one, "numerator", ""), getattr(one, "denominator", "")):
            if half:
                yield (f"{registry.get(half).label}", registry.get(half).definition)
    yield from (("说明", note) for note in dict.fromkeys(note for table in found for note in table.notes))
    yield ("统计期间", f"{scope.since:%Y-%m-%d} 至 {scope.until - ONE_DAY if scope.until else '':%Y-%m-%d}")
    yield from labels_of(scope)
    yield ("机构口径", dict(TREES)[asked.tree])
    yield ("规则簿", scope.book.id)
    yield ("导出时间", f"{local(at):%Y-%m-%d %H:%M}")
