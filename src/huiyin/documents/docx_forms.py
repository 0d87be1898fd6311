"""A form in a DOCX: a table of labels and boxes, in which rows that wait for handwriting are high."""

from docx.document import Document as WordFile
from docx.shared import Twips
from docx.table import _Cell

from huiyin.documents import docx_styles as looks
from huiyin.documents.content import Form, FormRow
from huiyin.documents.docx_parts import run_of
from huiyin.documents.docx_styles import element, font

SIZE = 12
LABEL = looks.TEXT_WIDTH * 17 // 100
BOX = looks.TEXT_WIDTH // 2 - LABEL
WIDTHS = (LABEL, BOX, LABEL, BOX)
LINE_OF_HAND = 340
"""Twentieths of a point that a line of handwriting takes, as in the PDF."""


def write_form(file: WordFile, form: Form) -> None:
    """Add the form to the file."""
    made = file.add_table(rows=0, cols=4, style="Table Grid")
    made.autofit, made.alignment = False, 1
    # Some programs take the width of a column from the table, some from its cells.
    for column, wide in zip(made.columns, WIDTHS, strict=True):
        column.width = Twips(wide)
    for row in form.rows:
        cells = list(made.add_row().cells)
        for cell, wide in zip(cells, WIDTHS, strict=True):
            cell.width = Twips(wide)
        _fill_row(cells, row)
        properties = made.rows[-1]._tr.get_or_add_trPr()
        if row.lines > 1:
            properties.append(element("w:trHeight", val=row.lines * LINE_OF_HAND + 280, hRule="atLeast"))


def _fill_row(cells: list[_Cell], row: FormRow) -> None:
    if len(row.boxes) == 1:
        cells[1].merge(cells[3])
    for place, box in enumerate(row.boxes):
        _fill(cells[2 * place], box.label, looks.HEI, "center")
        _fill(cells[2 * place + 1], box.text, looks.FANG, "left")


def _fill(cell: _Cell, words: str, face: str, align: str) -> None:
    cell.vertical_alignment = 1  # type: ignore[assignment]
    for nth, words_of_line in enumerate(words.split("\n")):
        line = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
        line._p.style = looks.style_ids()[looks.CELL.name]
        line._p.get_or_add_pPr().append(element("w:jc", val=align))
        if words_of_line:
            line._p.append(run_of(words_of_line, look=font(face, SIZE)))
