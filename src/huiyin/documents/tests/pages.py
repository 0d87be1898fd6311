"""Reads the pages of a PDF: every character with its place, in millimetres from the upper left corner."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 25.4 / 72


@dataclass(frozen=True)
class Mark:
    """One character: its left side and its base line."""

    character: str
    left: float
    base: float


def marks(page: pypdfium2.PdfPage) -> list[Mark]:
    text, height = page.get_textpage(), page.get_height()
    found = []
    for place in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, place))
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        if character.strip():
            found.append(Mark(character, x.value * MM, (height - y.value) * MM))
    return found


def lines(page: pypdfium2.PdfPage) -> list[list[Mark]]:
    """Return the marks line by line from above, the characters of each from the left."""
    rows: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks(page):
        rows[round(mark.base)].append(mark)
    return [sorted(rows[base], key=lambda mark: mark.left) for base in sorted(rows)]


def words(pdf: bytes) -> str:
    """Return all words of a PDF without blanks."""
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def font_names(page: pypdfium2.PdfPage) -> set[str]:
    names = set()
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(thing.raw), name, 200)
        names.add(name.value.decode().partition("+")[2] or name.value.decode())
    return names
