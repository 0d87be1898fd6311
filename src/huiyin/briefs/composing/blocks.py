"""Blocks of a document from the entries of a source: prose with its figures, tables, charts, cases."""

from collections.abc import Iterator, Sequence

from huiyin.briefs.composing.tables import HEADS, chart_of, table_of
from huiyin.briefs.composing.words import word_for
from huiyin.briefs.counting import Counter
from huiyin.briefs.keys import OUTSIDE, NoKey
from huiyin.briefs.source import (
    TOKEN,
    CaseEntry,
    CasesEntry,
    ChartEntry,
    Entry,
    HeadingEntry,
    ParagraphEntry,
    StoryEntry,
    TableEntry,
    TopicsEntry,
)
from huiyin.documents.content import Block, Bound, CaseText, Heading, Inline, Paragraph, Text


def blocks_of(entries: Sequence[Entry], counter: Counter, outside: dict[str, str] | None = None) -> tuple[Block, ...]:
    """Return the blocks that the entries make, one for each entry. Raises NoKey for a figure that there is not.

    `outside` are the texts of figures from outside by their keys. Places where cases or topics have still to be chosen
    are paragraphs that say so.
    """
    return tuple(block_of(entry, counter, outside or {}) for entry in entries)


def block_of(entry: Entry, counter: Counter, outside: dict[str, str]) -> Block:
    """Return the block of one entry."""
    match entry:
        case HeadingEntry():
            return Heading(level=entry.level, inlines=tuple(inlines_of(entry.text, counter, outside)))
        case ParagraphEntry():
            return Paragraph(inlines=tuple(inlines_of(entry.text, counter, outside)), revise=entry.revise)
        case CaseEntry():
            told = tuple(inlines_of(entry.text, counter, outside))
            story = entry.story if isinstance(entry, StoryEntry) else ""
            return CaseText(number=entry.number, title=entry.title, inlines=told, story=story)
        case TableEntry():
            return _chart(entry, counter) if isinstance(entry, ChartEntry) else _table(entry, counter)
        case CasesEntry() | TopicsEntry():
            what = "典型工单" if isinstance(entry, CasesEntry) else "热点问题"
            return Paragraph(inlines=(Text(text=f"（此处选入{what}）"),), revise=True)
    raise NoKey("不认识的段落")


def _table(entry: TableEntry, counter: Counter) -> Block:
    made = table_of(entry, counter)
    return made if made.rows else _none(entry)


def _chart(entry: ChartEntry, counter: Counter) -> Block:
    made = chart_of(entry, counter)
    return made if made.labels else _none(entry)


def _none(entry: TableEntry) -> Block:
    """A table without lines says so in words."""
    return Paragraph(inlines=(Text(text=f"{entry.caption or HEADS[entry.by]}：本期没有。"),))


def inlines_of(text: str, counter: Counter, outside: dict[str, str]) -> Iterator[Inline]:
    """Yield words and figures of a text in their order."""
    end = 0
    for found in TOKEN.finditer(text):
        yield from _words(text[end : found.start()])
        yield from _inline(found[1].strip(), counter, outside)
        end = found.end()
    yield from _words(text[end:])


def _inline(name: str, counter: Counter, outside: dict[str, str]) -> Iterator[Inline]:
    word = word_for(name, counter.period, counter.second)
    if word is not None:
        yield from _words(word)
    elif name.startswith(OUTSIDE):
        if name not in outside:
            raise NoKey(f"没有这个外来数字：{name[:60]}")
        yield Bound(key=name, text=outside[name])
    else:
        told = counter.told(name)
        yield Bound(key=told.key, text=told.text)


def _words(text: str) -> Iterator[Inline]:
    if text:
        yield Text(text=text)
