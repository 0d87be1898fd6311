"""Small parts of a DOCX for which the library has no words: runs, rules, tab stops, the table at the foot."""

from itertools import pairwise

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Line

from huiyin.documents import docx_styles as looks
from huiyin.documents.docx_styles import element, font
from huiyin.documents.titles import width
from huiyin.documents.words import cleaned

LARGEST_RED = 50
MARGIN_OF_FOOT = 280
"""报送栏 and printing line stand one character of 14 pt from either side."""


def run_of(text: str, *, revise: bool = False, look: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """Return a run; what is to be revised is marked with a pen, and the mark comes back with the file."""
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr") if look is None else copy_of(look)
    if look is None:
        properties.append(element("w:rFonts", hint="eastAsia"))
    if revise:
        properties.append(element("w:highlight", val="yellow"))
    run.append(properties)
    for nth, piece in enumerate(cleaned(text).split("\t")):
        if nth:
            run.append(OxmlElement("w:tab"))
        words = OxmlElement("w:t")
        words.text = " ".join(piece.split("\n"))
        words.set(qn("xml:space"), "preserve")
        run.append(words)
    return run


def copy_of(made: BaseOxmlElement) -> BaseOxmlElement:
    """Return a copy of an element, because an element stands in one place only."""
    return made.__copy__()


def narrow(words: str) -> BaseOxmlElement:
    """Return the look of the red head: large, and made narrower until it fits into one line."""
    look = font(looks.BIAOSONG, LARGEST_RED, colour=looks.RED)
    room = looks.TEXT_WIDTH / 20
    percent = min(100, int(room / (_widest(words) * LARGEST_RED) * 100)) if words else 100
    look.insert(-2, element("w:w", val=max(33, percent)))
    return look


def _widest(words: str) -> float:
    """Return how many characters wide words are at most: figures of display faces are wide, some programs set them apart."""
    figures = sum(1 for sign in words if sign.isascii())
    edges = sum(1 for one, other in pairwise(words) if one.isascii() != other.isascii())
    return width(words) + 0.1 * figures + 0.25 * edges


def rule(line: Line, side: str, eighths: int, colour: str, *, space: int) -> None:
    """Draw a line above or below a paragraph."""
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert(1, borders)
    borders.append(element(f"w:{side}", val="single", sz=eighths, space=space, color=colour))


def lay_at_the_foot(table: WordTable) -> None:
    """Let a table lie at the lower margin of its page, ruled as the standard has it: 0.35 mm outside, 0.25 mm between."""
    properties = table._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    properties.append(
        element(
            "w:tblpPr",
            horzAnchor="margin",
            vertAnchor="margin",
            tblpXSpec="center",
            tblpYSpec="bottom",
            topFromText=looks.LINE,
        )
    )
    properties.append(element("w:tblW", w=looks.TEXT_WIDTH, type="dxa"))
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    borders.extend(
        element(f"w:{side}", val="single", sz=eighths, space=0, color="000000")
        for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    margins.extend(
        element(f"w:{side}", w=room, type="dxa")
        for side, room in (("top", 60), ("left", MARGIN_OF_FOOT), ("bottom", 60), ("right", MARGIN_OF_FOOT))
    )
    properties.extend((borders, element("w:tblLayout", type="fixed"), margins))


def stop_at_right(line: Line, margin: int, *, first: int = 0) -> None:
    """Let what stands behind a tab end at the right margin; `first` is where what stands behind an earlier one begins."""
    tabs = OxmlElement("w:tabs")
    if first:
        tabs.append(element("w:tab", val="left", pos=first))
    tabs.append(element("w:tab", val="right", pos=looks.TEXT_WIDTH - margin))
    properties = line._p.get_or_add_pPr()
    after = [name for name in ("w:spacing", "w:ind", "w:jc") if properties.find(qn(name)) is not None]
    if after:
        properties.find(qn(after[0])).addprevious(tabs)
    else:
        properties.append(tabs)


def page_field() -> list[BaseOxmlElement]:
    """Return the runs of a field that shows the number of the page."""
    runs = []
    for kind in ("begin", "PAGE", "end"):
        run = OxmlElement("w:r")
        if kind == "PAGE":
            words = OxmlElement("w:instrText")
            words.text = kind
            run.append(words)
        else:
            run.append(element("w:fldChar", fldCharType=kind))
        runs.append(run)
    return runs
