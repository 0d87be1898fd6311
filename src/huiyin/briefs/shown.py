"""A paper as its page shows it: every figure leads to what it means and to its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.briefs.models import Brief
from huiyin.documents.charts import told as chart_in_words
from huiyin.documents.content import Block, Bound, CaseText, Chart, Document, Heading, Inline, Paragraph, Table
from huiyin.documents.words import has_its_table, table_of


@dataclass(frozen=True)
class Piece:
    """Words, or a figure with the way to what it means."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Part:
    """One block of the page. `place` counts from 1, `drawing` is the address of a chart."""

    place: int
    kind: str
    pieces: Sequence[Piece] = ()
    level: int = 0
    revise: bool = False
    caption: str = ""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[Sequence[Piece]]] = ()
    total: bool = False
    drawing: str = ""
    words: str = ""
    number: str = ""
    title: str = ""
    case_address: str = ""


def parts_of(brief: Brief, document: Document, readable: frozenset[str] = frozenset()) -> list[Part]:
    """Return the blocks as the page shows them; `readable` are numbers of cases and ids of stories that the viewer may open."""
    return [_part(brief, block, place, document, readable) for place, block in enumerate(document.blocks, 1)]


def cases_told(document: Document) -> list[CaseText]:
    """Return the cases that a paper tells, those of the library among them."""
    return [block for block in document.blocks if isinstance(block, CaseText)]


def address_of(brief: Brief, key: str) -> str:
    """Return the address that tells of a figure."""
    return f"{reverse('briefs:figure', args=[brief.number])}?{urlencode({'key': key})}"


def _part(brief: Brief, block: Block, place: int, document: Document, readable: frozenset[str]) -> Part:
    match block:
        case Heading():
            return Part(place, "heading", _pieces(brief, block.inlines), level=block.level + 1)
        case Paragraph():
            return Part(place, "paragraph", _pieces(brief, block.inlines), revise=block.revise)
        case CaseText():
            address = _address_of_case(block, readable)
            return Part(
                place,
                "case",
                _pieces(brief, block.inlines),
                number=block.number,
                title=block.title,
                case_address=address,
            )
        case Chart():
            return _chart(brief, block, place, document)
        case Table():
            return _table(brief, block, place)
    raise TypeError(block)


def _address_of_case(block: CaseText, readable: frozenset[str]) -> str:
    """Return where a told case leads: to its place in the library if it was taken from there, else to the case itself."""
    if block.story in readable:
        return reverse("insight:story", args=[block.story])
    return reverse("desk:case", args=[block.number]) if block.number in readable else ""


def _table(brief: Brief, block: Table, place: int, kind: str = "table", **more: Any) -> Part:
    rows = [[_pieces(brief, cell) for cell in row] for row in block.rows]
    return Part(place, kind, caption=block.caption, header=block.header, rows=rows, total=block.total, **more)


def _chart(brief: Brief, block: Chart, place: int, document: Document) -> Part:
    drawing = reverse("briefs:chart", args=[brief.number, place])
    table = Table(header=(), rows=()) if has_its_table(block, document) else table_of(block)
    named = table.model_copy(update={"caption": block.caption})
    return _table(brief, named, place, "chart", drawing=drawing, words=chart_in_words(block))


def _pieces(brief: Brief, inlines: Sequence[Inline]) -> list[Piece]:
    return [Piece(one.text, address_of(brief, one.key) if isinstance(one, Bound) else "") for one in inlines]
