"""Tables and charts by one dimension: every cell is a figure with its own key, the greatest first."""

from dataclasses import dataclass

from huiyin.briefs.counting import Counter, Told, word_of
from huiyin.briefs.keys import Wanted
from huiyin.briefs.source import ChartEntry, TableEntry
from huiyin.documents.content import Bound, Chart, Inline, Series, Table, Text
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.units.models import Unit

HEADS = {
    "channel": "渠道", "category": "类别", "territory": "属地", "kind": "性质", "family": "渠道大类", "unit": "单位",
}  # fmt: skip
SCOPED_BY = {"unit": "unit_path"}


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is called and its figures."""

    label: str
    figures: tuple[Told, ...]


def table_of(entry: TableEntry, counter: Counter) -> Table:
    """Return the table. Its last row is the sum where the lines make up the whole, and nothing where they do not."""
    lines, is_whole = lines_of(entry, counter)
    labels = [counter.label_of(Wanted(name)) for name in entry.measures]
    rows = [(_words(line.label), *map(_cell, line.figures)) for line in lines]
    if is_whole and lines:
        rows.append((_words("合计"), *(_cell(counter.told(name)) for name in entry.measures)))
    return Table(
        caption=entry.caption, header=(HEADS[entry.by], *labels), rows=tuple(rows), total=is_whole and bool(lines)
    )


def chart_of(entry: ChartEntry, counter: Counter) -> Chart:
    """Return the same figures as a chart."""
    lines, _ = lines_of(entry, counter)
    series = tuple(
        Series(name=counter.label_of(Wanted(name)), values=tuple(_number(line.figures[place]) for line in lines))
        for place, name in enumerate(entry.measures)
    )
    return Chart(kind=entry.kind, caption=entry.caption, labels=tuple(line.label for line in lines), series=series)


def lines_of(entry: TableEntry, counter: Counter) -> tuple[list[Line], bool]:
    """Return the greatest lines by the first measure, and whether they make up the whole of every measure."""
    book, dimension = counter.book_of(counter.period), SCOPED_BY.get(entry.by, entry.by)
    first = entry.measures[0]
    counted = [(code, counter.told(_key(first, dimension, code))) for code in codes_of(entry.by, book, counter)]
    there = [(code, told) for code, told in counted if told.value]
    there.sort(key=lambda one: -(one[1].value or 0))
    lines = [
        Line(
            word_of(book, dimension, code),
            (told, *(counter.told(_key(name, dimension, code)) for name in entry.measures[1:])),
        )
        for code, told in there[: entry.top]
    ]
    return lines, len(there) <= entry.top and _makes_the_whole(entry, lines, counter)


def codes_of(by: str, book: Rulebook, counter: Counter) -> list[str]:
    """Return the parts of a dimension: its codes, or the places of the units directly below the centre."""
    if by == "unit":
        day = counter.period.last
        units = Unit.objects.filter(depth=1, opened_on__lte=day).exclude(closed_on__lte=counter.period.since)
        return list(units.order_by("path").values_list("path", flat=True))
    if by == "category":
        return [code for code in book.categories if len(book.tree.lineage(code)) == 1]
    if by == "family":
        return [str(family.value) for family in Family]
    if by == "territory":
        return [one.code for one in book.territories]
    return [one.code for one in (book.channels if by == "channel" else book.kinds)]


def _makes_the_whole(entry: TableEntry, lines: list[Line], counter: Counter) -> bool:
    """A rate has no sum; a case of two units, or of none, would be counted wrongly by adding."""
    for place, name in enumerate(entry.measures):
        whole = counter.told(name)
        parts = [line.figures[place].value for line in lines]
        if whole.unit == "%" or whole.value is None or None in parts or sum(p or 0 for p in parts) != whole.value:
            return False
    return True


def _key(measure: str, dimension: str, code: str) -> str:
    return Wanted(measure, where=((dimension, code),)).key


def _words(text: str) -> tuple[Inline, ...]:
    return (Text(text=text),)


def _cell(told: Told) -> tuple[Inline, ...]:
    return (Bound(key=told.key, text=told.text),)


def _number(told: Told) -> float:
    value = told.value or 0
    return round(float(value * 100 if told.unit == "%" else value), 2)
