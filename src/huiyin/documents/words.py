"""Questions about the words and figures of a paper, for those who show, search or compare it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import isfinite

from huiyin.documents.content import (
    Block,
    Bound,
    CaseText,
    Chart,
    Document,
    Form,
    Head,
    Heading,
    Inline,
    Paragraph,
    Series,
    Table,
    Text,
)

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?\s?(?:‰|%|％)?")

BREAK = "\x1f"
"""Stands for a bound figure where only the words around it are looked at."""


def cleaned(text: str) -> str:
    """Return the text without characters that no file may hold; pasted text brings such."""
    return _FORBIDDEN.sub("", text)


def said(inlines: Iterable[Inline]) -> str:
    """Return a run of inlines as plain text."""
    return "".join(inline.text for inline in inlines)


def runs_of(block: Block) -> Iterator[Sequence[Inline]]:
    """Give every run of inlines of a block, the cells of a table one by one."""
    match block:
        case Heading() | Paragraph() | CaseText():
            yield block.inlines
        case Table():
            for row in block.rows:
                yield from row


def bound_of(blocks: Iterable[Block]) -> Iterator[Bound]:
    """Give every bound figure in reading order, as often as it stands there."""
    for block in blocks:
        for run in runs_of(block):
            yield from (inline for inline in run if isinstance(inline, Bound))


def bound_keys(document: Document) -> Counter[str]:
    """Return how often each figure is printed in the paper."""
    return Counter(bound.key for bound in bound_of(document.blocks))


def plain_text(document: Document) -> str:
    """Return a paper as text: a line for each paragraph, a line for each row of a table."""
    lines = [document.head.title]
    annex = document.annex
    for block in (*document.blocks, *(annex.blocks if annex else ())):
        match block:
            case Table():
                lines += filter(None, [block.caption])
                lines += ["\t".join(block.header), *("\t".join(map(said, row)) for row in block.rows)]
            case Chart():
                lines += filter(None, [block.caption])
            case CaseText():
                lines.append(f"{block.title}（{block.number}）{said(block.inlines)}")
            case Form():
                lines += ["\t".join(f"{box.label}：{box.text}" for box in row.boxes) for row in block.rows]
            case _:
                lines.append(said(block.inlines))
    return "\n".join(lines)


def numbers_of_prose(block: Block) -> list[str]:
    """Return the numbers that somebody typed into the sentences of a block: whatever is no bound figure and no table."""
    return [] if isinstance(block, (Table, Chart)) else typed_numbers(block)


def typed_numbers(block: Block) -> list[str]:
    """Return every number of a block that is no bound figure, those in the cells of a table, too."""
    return [number for number, _ in typed_in_context(block)]


def typed_in_context(block: Block) -> list[tuple[str, str]]:
    """Return the same numbers, each with what follows it."""
    runs = ("".join(inline.text if isinstance(inline, Text) else BREAK for inline in run) for run in runs_of(block))
    return [
        (found.group().strip(), run[found.end() : found.end() + 4]) for run in runs for found in NUMBER.finditer(run)
    ]


def with_figures(blocks: Iterable[Block], change: Callable[[Bound], Inline]) -> tuple[Block, ...]:
    """Return the blocks with every bound figure replaced by what `change` makes of it: its new text, or plain `Text`."""

    def changed(run: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(change(inline) if isinstance(inline, Bound) else inline for inline in run)

    def of(block: Block) -> Block:
        match block:
            case Table():
                return block.model_copy(update={"rows": tuple(tuple(map(changed, row)) for row in block.rows)})
            case Chart() | Form():
                return block
            case _:
                return block.model_copy(update={"inlines": changed(block.inlines)})

    return tuple(map(of, blocks))


def reported_lines(head: Head) -> list[str]:
    """Return to whom a paper is told, as it is printed: the one line of 抄送 of a 通报, the lines of 报送栏 of a 简报."""
    lines = [line.strip() for line in head.reported_to.splitlines() if line.strip()]
    if not lines:
        return []
    if head.layout == "official":
        return [f"抄送：{'，'.join(lines).removeprefix('抄送：').rstrip('。')}。"]
    return lines if "：" in lines[0][:4] else [f"报送：{lines[0]}", *lines[1:]]


MOST_COLUMNS_OF_A_CHART = 8


def table_of(chart: Chart) -> Table:
    """Return the figures of a chart as a table: a column for each label, or a row for each where there are many."""

    def cell(series: Series, place: int) -> tuple[Inline, ...]:
        return (Text(text=number(series.values[place])),) if place < len(series.values) else ()

    if len(chart.labels) <= MOST_COLUMNS_OF_A_CHART:
        across = tuple(
            ((Text(text=series.name),), *(cell(series, place) for place in range(len(chart.labels))))
            for series in chart.series
        )
        return Table(header=("", *chart.labels), rows=across)
    down = tuple(
        ((Text(text=label),), *(cell(series, place) for series in chart.series))
        for place, label in enumerate(chart.labels)
    )
    return Table(header=("", *(series.name for series in chart.series)), rows=down)


def number(value: float) -> str:
    """Write a value as short as it is: 1,163 or 96.5; a dash for what is no number."""
    if not isfinite(value):
        return "—"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def has_its_table(chart: Chart, document: Document) -> bool:
    """Whether a table of the paper already names all labels of the chart, in its first column or in its header."""
    labels = set(chart.labels)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return any(labels <= set(table.header) or labels <= {said(row[0]) for row in table.rows if row} for table in tables)
