"""Papers that come back from WPS or Word: what each paragraph, table and picture is, by its style and its content controls.

Nothing is lost: what is not understood comes back as a paragraph, and what cannot come back at all is named in the notes.
"""

import logging
import re
from collections.abc import Iterator

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from huiyin.documents import docx_styles as looks
from huiyin.documents.content import Block, Bound, CaseText, Chart, Document, Heading, Inline, Paragraph, Table, Text
from huiyin.documents.docx_controls import prose_numbers, remembered
from huiyin.documents.docx_figures import loosened
from huiyin.documents.docx_heads import HeadReader
from huiyin.documents.docx_pictures import chart_inside
from huiyin.documents.docx_safe import broken, opened
from huiyin.documents.docx_spans import Known, Span, inlines_of, spans_of
from huiyin.documents.readback import ReadBack, Unreadable
from huiyin.documents.words import bound_of, said, table_of, typed_numbers

log = logging.getLogger(__name__)

TOTALS = frozenset({"合计", "总计", "共计", "小计", "全市", "全市合计"})
FOOT = frozenset({looks.REPORTED.name, looks.PRINTED.name})
LONGEST_HEADING = 30
MOST_BLOCKS = 5_000

_LEVELS = {f"{word} {level}": min(level, 3) for word in ("heading", "标题") for level in range(1, 7)}
_NUMBERED = ((1, re.compile(r"^[一二三四五六七八九十]{1,3}、")), (2, re.compile(r"^（[一二三四五六七八九十]{1,3}）")))
_DESCENDED = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_NOTED = {
    "w:commentReference": "批注没有带回",
    "w:footnoteReference": "脚注没有带回",
    "w:endnoteReference": "尾注没有带回",
    "w:del": "修订已按“接受”处理",
    "w:ins": "修订已按“接受”处理",
    "w:txbxContent": "文本框里的文字按段落带回",
}


def read_back(data: bytes, sent: Document | None) -> ReadBack:
    """Return what the file says. Raises Unreadable."""
    file = opened(data)
    try:
        return _read(file, sent)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        # Parts that are well-formed XML and still none of a text document.
        log.warning("a DOCX could not be read", exc_info=error)
        raise broken() from error


def _read(file: WordFile, sent: Document | None) -> ReadBack:
    carried = remembered(file)
    if carried is None and sent is not None:
        carried = tuple(bound_of(sent.blocks)), frozenset(prose_numbers(sent.blocks))
    bounds, prose = carried or ((), frozenset())
    reader = _Reader(file, Known.of(bound.key for bound in bounds), sent)
    blocks = reader.blocks()
    return ReadBack(
        blocks=blocks,
        head=reader.heads.head(),
        loosened=loosened(blocks, bounds, prose | reader.of_charts),
        notes=tuple(dict.fromkeys(reader.notes)),
    )


class _Reader:
    """Reads one file from its first paragraph to its last."""

    def __init__(self, file: WordFile, known: Known, sent: Document | None) -> None:
        self.file, self.known = file, known
        self.notes: list[str] = [
            words for name, words in _NOTED.items() if next(file.element.body.iter(qn(name)), None) is not None
        ]
        self.heads = HeadReader()
        self.styles = {style.style_id: (style.name or "").lower() for style in file.styles}
        paragraphs = [block for block in sent.blocks if isinstance(block, Paragraph)] if sent else []
        self.sent = {_text(block) for block in paragraphs}
        self.to_revise = {_text(block) for block in paragraphs if block.revise} if sent else None
        self.made: list[Block] = []
        self.caption = ""
        self.of_charts: set[str] = set()

    def blocks(self) -> tuple[Block, ...]:
        for part in _parts(self.file.element.body):
            if len(self.made) > MOST_BLOCKS:
                raise Unreadable(f"文件超过 {MOST_BLOCKS} 段，不像一份公文")
            if part.tag == qn("w:tbl"):
                self._take_table(part)
            else:
                self._take_paragraph(part)
        self._drop_caption()
        return tuple(self.made)

    # --- Paragraphs ---

    def _take_paragraph(self, line: BaseOxmlElement) -> None:
        style = self._style_of(line)
        spans = list(spans_of(line, self.known))
        inlines = inlines_of(spans)
        charts = [self._chart(blip, line) for blip in line.iter(qn("a:blip"))]
        if said(inlines).strip() and not self._is_elsewhere(style, inlines):
            self._drop_caption()
            self.made.append(self._block(style, spans, inlines))
        self.made += [chart for chart in charts if chart is not None]
        for box in line.iter(qn("w:txbxContent")):
            if not _is_a_fallback(box):
                for inner in box.iter(qn("w:p")):
                    self._take_plain(inner)
        if line.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            self.notes.append("WPS 自动编号没有带回，请检查各级标题和条目的序号")

    def _take_plain(self, line: BaseOxmlElement) -> None:
        inlines = inlines_of(spans_of(line, self.known))
        if said(inlines).strip():
            self.made.append(Paragraph(inlines=inlines))

    def _is_elsewhere(self, style: str, inlines: tuple[Inline, ...]) -> bool:
        """Take what belongs to the head, to a table or to a chart, and say whether it did."""
        words = said(inlines)
        if any(isinstance(inline, Bound) for inline in inlines):
            return False
        if style == looks.CAPTION.name:
            self._drop_caption()
            self.caption = words.strip()
            return True
        last = self.made[-1] if self.made else None
        if style == looks.PICTURE_CAPTION.name and isinstance(last, Chart):
            self.made[-1] = last.model_copy(update={"caption": words.strip()})
            return True
        return self.heads.takes(style, words)

    def _block(self, style: str, spans: list[Span], inlines: tuple[Inline, ...]) -> Block:
        words = said(inlines).strip()
        level = _LEVELS.get(style) or self._level_as_typed(style, words)
        if level:
            return Heading(level=level, inlines=inlines)
        if style == looks.CASE.name and (case := self._case(spans)):
            return case
        marked = any(span.marked for span in spans)
        return Paragraph(inlines=inlines, revise=marked and (self.to_revise is None or words in self.to_revise))

    def _level_as_typed(self, style: str, words: str) -> int:
        """Return the level of a heading that somebody typed as a paragraph; what was sent as a paragraph stays one."""
        if style == looks.CASE.name or words in self.sent or (style == looks.BODY.name and self.to_revise is None):
            return 0
        return _level_of(words)

    def _case(self, spans: list[Span]) -> CaseText | None:
        """Return the case that is told here: its name, its number in a control of its own, its story."""
        at = next((place for place, span in enumerate(spans) if span.name.of_a_case), None)
        if at is None:
            return None
        title = "".join(span.text for span in spans[:at]).strip().rstrip("（(")
        number = "".join(span.text for span in spans[at:] if span.control is spans[at].control).strip()
        rest = [span for span in spans[at:] if span.control is not spans[at].control]
        story = inlines_of(rest)
        if not (title and number and story and said(story).startswith(("）", ")"))):
            return None
        return CaseText(number=number, title=title, inlines=_without_entry(story))

    # --- Tables and pictures ---

    def _take_table(self, table: BaseOxmlElement) -> None:
        if self._is_the_foot(table):
            for line in table.iter(qn("w:p")):
                self._take_paragraph(line)
            return
        rows = [self._row(row) for row in _inside(table, "w:tr") if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        columns = max([0, *map(len, rows)])
        rows = [(*row, *[()] * (columns - len(row))) for row in rows]
        caption, self.caption = self.caption, ""
        if not rows or not any(said(cell) for row in rows for cell in row):
            return
        total = len(rows) > 1 and bool(rows[-1]) and said(rows[-1][0]).replace(" ", "") in TOTALS
        made = Table(caption=caption, header=tuple(map(said, rows[0])), rows=tuple(rows[1:]), total=total)
        if not self._belongs_to_the_chart(made):
            self.made.append(made)

    def _is_the_foot(self, table: BaseOxmlElement) -> bool:
        return any(self._style_of(line) in FOOT for line in table.iter(qn("w:p")))

    def _belongs_to_the_chart(self, table: Table) -> bool:
        """Whether these are the figures of the chart above, which every layout writes anew."""
        last = self.made[-1] if self.made else None
        if not isinstance(last, Chart) or table.caption:
            return False
        own = table_of(last)
        if _words(own) != _words(table):
            if own.header == table.header:
                self.of_charts |= set(typed_numbers(own))
                self.notes.append("图下表格的数字被改动，图没有跟着变，请核对")
            return False
        return True

    def _row(self, row: BaseOxmlElement) -> tuple[tuple[Inline, ...], ...]:
        cells: list[tuple[Inline, ...]] = []
        for cell in _inside(row, "w:tc"):
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            cells.append(() if continued else self._cell(cell))
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            wide = span.get(qn("w:val"), "1") if span is not None else "1"
            cells += [()] * (min(int(wide), 60) - 1 if wide.isdigit() else 0)
        return tuple(cells)

    def _cell(self, cell: BaseOxmlElement) -> tuple[Inline, ...]:
        spans: list[Span] = []
        for line in cell.iter(qn("w:p")):
            more = list(spans_of(line, self.known))
            if spans and more:
                spans.append(Span(" "))
            spans += more
        return inlines_of(spans)

    def _chart(self, blip: BaseOxmlElement, line: BaseOxmlElement) -> Block | None:
        if _is_a_fallback(blip):
            return None
        part = self.file.part.related_parts.get(blip.get(qn("r:embed"), ""))
        chart = chart_inside(part.blob) if part is not None else None
        if chart is not None:
            return chart.model_copy(update={"caption": ""})
        self.notes.append("图片没有带回，请在系统中另附")
        alt = next((shown.get("descr") or shown.get("name") or "" for shown in line.iter(qn("wp:docPr"))), "")
        return Paragraph(inlines=(Text(text=f"〔图片：{alt[:60]}〕"),))

    # --- Little things ---

    def _style_of(self, line: BaseOxmlElement) -> str:
        style = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(style.get(qn("w:val"), ""), "") if style is not None else ""

    def _drop_caption(self) -> None:
        """Keep the words of a caption below which no table followed."""
        if self.caption:
            self.made.append(Paragraph(inlines=(Text(text=self.caption),)))
            self.caption = ""


def _parts(body: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Give paragraphs and tables in their order, those inside block-wide controls and tracked insertions, too."""
    for child in body:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _DESCENDED:
            yield from _parts(child)


def _inside(owner: BaseOxmlElement, name: str) -> Iterator[BaseOxmlElement]:
    """Give the rows of a table or the cells of a row, not those of a table within a cell."""
    for child in owner:
        if child.tag == qn(name):
            yield child
        elif child.tag in _DESCENDED:
            yield from _inside(child, name)


def _level_of(words: str) -> int:
    """Return the level of a heading that was typed without a style: short, numbered, and no sentence."""
    if len(words) > LONGEST_HEADING or words.endswith(("。", "；", "，", "：")):
        return 0
    return next((level for level, number in _NUMBERED if number.match(words)), 0)


def _without_entry(story: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Take away what stands between a case's number and its story: the bracket and the full stop."""
    first = story[0].text[1:].removeprefix("。")
    return (Text(text=first), *story[1:]) if first else story[1:]


def _words(table: Table) -> list[list[str]]:
    return [list(table.header), *([said(cell) for cell in row] for row in table.rows)]


def _text(block: Block) -> str:
    return said(getattr(block, "inlines", ())).strip()


def _is_a_fallback(element: BaseOxmlElement) -> bool:
    return any(above.tag == qn("mc:Fallback") for above in element.iterancestors())
