"""What came back of a DOCX as entries of a source: an untouched block keeps its entry, a changed one is words and keys."""

from collections.abc import Iterator, Sequence

from huiyin.briefs.source import (
    CaseEntry,
    ChartEntry,
    Entry,
    HeadingEntry,
    ParagraphEntry,
    TableEntry,
)
from huiyin.documents.content import Block, Bound, CaseText, Chart, Heading, Inline, Paragraph, Table
from huiyin.documents.words import said


def entries_back(
    blocks: Sequence[Block], source: Sequence[Entry], sent: Sequence[Block], keys: frozenset[str]
) -> list[Entry]:
    """Return the entries of the blocks that came back. A figure whose key the paper does not have is mere words.

    Tables and charts are made by counting: what somebody wrote into their cells does not count, their captions do.
    """
    left = list(zip(source, sent, strict=False))
    made = [one for one in left if isinstance(one[0], TableEntry)]
    found: list[Entry] = []
    for block in blocks:
        found += _entry(block, left, made, keys)
    return found


def _entry(
    block: Block, left: list[tuple[Entry, Block]], made: list[tuple[Entry, Block]], keys: frozenset[str]
) -> Iterator[Entry]:
    same = next((one for one in left if _is_same(one[1], block)), None)
    if same is not None:
        left.remove(same)
        if same in made:
            made.remove(same)
        yield same[0]
        return
    match block:
        case Table() | Chart():
            yield from _made_anew(block, left, made)
        case Heading():
            yield HeadingEntry(level=block.level, text=_text(block.inlines, keys))
        case CaseText():
            yield _told_anew(block, left, _text(block.inlines, keys))
        case Paragraph():
            yield ParagraphEntry(text=_text(block.inlines, keys), revise=block.revise)


def _told_anew(block: CaseText, left: list[tuple[Entry, Block]], text: str) -> Entry:
    """Return a case whose words were changed; one that came from the library still leads there."""
    for one in left:
        entry = one[0]
        if isinstance(entry, CaseEntry) and entry.number == block.number:
            left.remove(one)
            return entry.model_copy(update={"title": block.title, "text": text})
    return CaseEntry(number=block.number, title=block.title, text=text)


def _made_anew(
    block: Table | Chart, left: list[tuple[Entry, Block]], made: list[tuple[Entry, Block]]
) -> Iterator[Entry]:
    """Take the next table or chart that the paper had; one that it had not cannot be counted, and is left out."""
    wanted = ChartEntry if isinstance(block, Chart) else TableEntry
    for one in made:
        if type(one[0]) is wanted:
            made.remove(one)
            left.remove(one)
            yield one[0].model_copy(update={"caption": block.caption or getattr(one[0], "caption", "")})
            return


def _is_same(sent: Block, back: Block) -> bool:
    if isinstance(sent, Paragraph | Heading) and isinstance(back, Paragraph | Heading):
        return type(sent) is type(back) and _told(sent.inlines) == _told(back.inlines)
    if isinstance(sent, CaseText) and isinstance(back, CaseText):
        return sent.number == back.number and _told(sent.inlines) == _told(back.inlines)
    if isinstance(sent, Table) and isinstance(back, Table):
        return sent.caption == back.caption and _cells(sent) == _cells(back)
    if isinstance(sent, Chart) and isinstance(back, Chart):
        return sent.caption == back.caption and sent.labels == back.labels
    return False


def _cells(table: Table) -> list[list[str]]:
    return [[said(cell) for cell in row] for row in table.rows]


def _told(inlines: Sequence[Inline]) -> list[tuple[str, str]]:
    """Return words and figures with neighbouring words joined: an editor's file cuts them as it likes."""
    joined: list[tuple[str, str]] = []
    for one in inlines:
        if isinstance(one, Bound):
            joined.append((one.key, one.text))
        elif joined and not joined[-1][0]:
            joined[-1] = ("", joined[-1][1] + one.text)
        else:
            joined.append(("", one.text))
    return joined


def _text(inlines: Sequence[Inline], keys: frozenset[str]) -> str:
    return "".join(
        f"{{{{{one.key}}}}}" if isinstance(one, Bound) and one.key in keys else one.text for one in inlines
    ).replace("\n", " ")
