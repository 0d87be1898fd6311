"""Papers as PDF, by a compiler of typst that is kept: it looks through the fonts once, not for every paper."""

import json
import re
import threading
from pathlib import Path
from typing import Any

import typst

from huiyin.documents import fonts
from huiyin.documents.charts import svg_of, told
from huiyin.documents.codes import svg_of_code
from huiyin.documents.content import Block, CaseText, Chart, Document, Form, FormRow, Table
from huiyin.documents.titles import lines_of_title
from huiyin.documents.words import cleaned, has_its_table, reported_lines, said, table_of

LAYOUTS = Path(__file__).resolve().parent / "layouts"
_ENTRY_OF_A_CASE = re.compile(r"^[，,。：:；;]")


class _Press:
    """The compiler with the fonts that were there when it was made; one paper at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fingerprint: object = None
        self.compiler: typst.Compiler | None = None
        self.lacking: tuple[str, ...] = ()

    def ready(self) -> typst.Compiler:
        """Return the compiler, made anew only when fonts have arrived."""
        now = fonts.fingerprint()
        if self.compiler is None or now != self.fingerprint:
            shelf = fonts.shelf()
            self.compiler = typst.Compiler(root=str(LAYOUTS), font_paths=shelf)
            self.fingerprint, self.lacking = now, fonts.lacking(shelf)
        return self.compiler


_press = _Press()


def pdf_of(document: Document) -> bytes:
    """Return the paper as PDF."""
    return _pressed(f"{document.head.layout}.typ", _prepared(document), "pdf")


def picture_of(chart: Chart) -> bytes:
    """Return a chart as PNG, for files that hold no SVG."""
    return _pressed("picture.typ", {"svg": svg_of(chart)}, "png")


def lacking_fonts() -> tuple[str, ...]:
    """Return the typefaces (仿宋, 小标宋, …) that papers of this machine replace by others; () when all are there."""
    with _press.lock:
        _press.ready()
        return _press.lacking


def _pressed(layout: str, data: dict[str, Any], form: Any) -> bytes:
    # The words of a paper go in as data and are never read as typst: nothing that an editor types can be a command.
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    with _press.lock:
        made = _press.ready().compile(input=str(LAYOUTS / layout), format=form, ppi=200.0, sys_inputs=inputs)
    if not isinstance(made, bytes):
        raise TypeError(f"{layout} gave no single file")
    return made


def _prepared(document: Document) -> dict[str, Any]:
    """Return what the layout reads: the head with its title in lines, and the blocks with plain words."""
    head = {name: _clean(value) for name, value in document.head.model_dump().items()}
    head["lines"] = [cleaned(line) for line in lines_of_title(document.head.title)]
    head["reported"] = [cleaned(line) for line in reported_lines(document.head)]
    head["picture"] = svg_of_code(document.head.code) if document.head.code else ""
    return {"head": head, "blocks": [_block(block, document) for block in document.blocks], "annex": _annex(document)}


def _annex(document: Document) -> dict[str, Any] | None:
    if document.annex is None:
        return None
    lines = [cleaned(line) for line in lines_of_title(document.annex.title)]
    return {"lines": lines, "blocks": [_block(block, document) for block in document.annex.blocks]}


def _clean(value: Any) -> Any:
    return cleaned(value) if isinstance(value, str) else [cleaned(item) for item in value]


def _block(block: Block, document: Document) -> dict[str, Any]:
    match block:
        case Table():
            return _table(block)
        case Chart():
            table = None if has_its_table(block, document) else _table(table_of(block))
            caption = cleaned(block.caption)
            return {
                "type": "chart",
                "svg": cleaned(svg_of(block)),
                "alt": cleaned(told(block)),
                "caption": caption,
                "table": table,
            }
        case Form():
            return {"type": "form", "rows": [_row(row) for row in block.rows], "note": cleaned(block.note)}
        case CaseText():
            return {"type": "case", "number": block.number, "title": cleaned(block.title), "words": case_words(block)}
        case _:
            return {**block.model_dump(exclude={"inlines"}), "words": cleaned(said(block.inlines))}


def _row(row: FormRow) -> dict[str, Any]:
    """Return a row of a form; one that is filled in is as high as its words."""
    boxes = [{"label": _lines(box.label), "text": _lines(box.text)} for box in row.boxes]
    return {"boxes": boxes, "lines": 1 if any(box.text for box in row.boxes) else row.lines}


def _lines(text: str) -> list[str]:
    return cleaned(text).split("\n")


def case_words(block: CaseText) -> str:
    """Return what is told of a case, with the full stop between its name and its story."""
    words = cleaned(said(block.inlines))
    return words if not words or _ENTRY_OF_A_CASE.match(words) else f"。{words}"


def _table(table: Table) -> dict[str, Any]:
    """Return a table whose rows all have as many cells as its header; short ones are filled up."""
    columns = max([1, len(table.header), *(len(row) for row in table.rows)])
    header = [cleaned(cell) for cell in (*table.header, *[""] * columns)[:columns]]
    rows = [[cleaned(said(cell)) for cell in (*row, *[()] * columns)[:columns]] for row in table.rows]
    return {"type": "table", "caption": cleaned(table.caption), "header": header, "rows": rows, "total": table.total}
