"""Papers as DOCX for WPS and Word: the same content as the PDF, every figure in a locked content control."""

import io
from collections.abc import Iterable
from itertools import count

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, Twips
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from huiyin.documents import docx_styles as looks
from huiyin.documents.charts import told
from huiyin.documents.codes import png_of_code
from huiyin.documents.content import (
    Annex,
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
    Table,
    Text,
)
from huiyin.documents.docx_columns import widths_of
from huiyin.documents.docx_controls import ALIAS_OF_A_CASE, OF_A_CASE, alias_of, control, remember, tag_of
from huiyin.documents.docx_forms import write_form
from huiyin.documents.docx_parts import MARGIN_OF_FOOT, lay_at_the_foot, narrow, page_field, rule, run_of, stop_at_right
from huiyin.documents.docx_pictures import with_chart_inside
from huiyin.documents.docx_styles import Look, element, font, indent
from huiyin.documents.pdf import case_words, picture_of
from huiyin.documents.titles import lines_of_title, width
from huiyin.documents.words import bound_of, cleaned, has_its_table, reported_lines, table_of

SHORT = 6 * 28
ROWS_KEPT_TOGETHER = 15
"""A table that is no longer, its header among them, stands on one page, as in the PDF."""


def docx_of(document: Document) -> bytes:
    """Return the paper as DOCX."""
    return _Writer(document).written()


class _Writer:
    """Writes one paper from its head to its foot."""

    def __init__(self, document: Document) -> None:
        self.document, self.head = document, document.head
        self.file: WordFile = looks.blank_file()
        self.numbers = count(1)
        self.order = {
            key: nth for nth, key in enumerate(dict.fromkeys(bound.key for bound in bound_of(document.blocks)), 1)
        }

    def written(self) -> bytes:
        if self.head.layout == "form":
            self._write_head_of_form(self.head)
        else:
            self._write_head(self.head)
        self._write_blocks(self.document.blocks)
        self._keep_with_the_signature()
        self._write_end(self.head)
        self._write_page_numbers()
        self._write_properties()
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()

    def _write_blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self._line(looks.HEADINGS[block.level - 1], block.inlines)
                case Paragraph():
                    self._line(looks.BODY, block.inlines, revise=block.revise)
                case Table():
                    self._write_table(block)
                case Chart():
                    self._write_chart(block)
                case CaseText():
                    self._write_case(block)
                case Form():
                    self._write_form(block)

    # --- Lines ---

    def _line(self, look: Look, said: Iterable[Inline] | str, *, revise: bool = False) -> Line:
        line = self._new(look)
        self._fill(line, (Text(text=said),) if isinstance(said, str) else said, revise=revise)
        return line

    def _new(self, look: Look) -> Line:
        line = self.file.add_paragraph()
        line._p.style = looks.style_ids()[look.name]
        return line

    def _fill(
        self, line: Line, said: Iterable[Inline], *, revise: bool = False, look: BaseOxmlElement | None = None
    ) -> None:
        for inline in filter(lambda inline: inline.text, said):
            run = run_of(inline.text, revise=revise, look=look)
            line._p.append(self._bound(inline, run) if isinstance(inline, Bound) else run)

    def _bound(self, bound: Bound, run: BaseOxmlElement) -> BaseOxmlElement:
        return control(tag_of(bound.key), alias_of(self.order[bound.key]), next(self.numbers), [run])

    # --- Head and end ---

    def _write_head(self, head: Head) -> None:
        official = head.layout == "official"
        red = self._line(looks.ORGANISATION, "")
        red._p.append(run_of(head.organisation, look=narrow(head.organisation)))
        red.paragraph_format.space_before = Mm(35 if official else 10)
        number = self._line(looks.NUMBER if official else looks.ISSUE, head.number)
        number.paragraph_format.space_before = Pt(looks.LINE / 20 * (2 if official else 1))
        last = number
        if not official:
            # The rule below is as wide as the text, so the name is set in by a tab and not by an indent.
            last = self._line(looks.PUBLISHER, f"\t{head.publisher}\t{head.issued_on}")
            stop_at_right(last, looks.CHARACTER, first=looks.CHARACTER)
        rule(last, "bottom", 12, looks.RED, space=11)
        self._write_title(head.title, lines_above=2 if official else 1)
        if head.addressed_to:
            self._line(looks.ADDRESSED, f"{head.addressed_to.rstrip('：:')}：")

    def _write_head_of_form(self, head: Head) -> None:
        """A form is one sheet: it begins and ends nearer to the edges, its code stands at the upper right."""
        section = self.file.sections[0]
        section.top_margin, section.bottom_margin, section.footer_distance = Mm(22), Mm(24), Mm(12)
        if head.code:
            line = self._line(looks.PICTURE, "")
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.add_run().add_picture(io.BytesIO(png_of_code(head.code)), width=Mm(24))
            self._describe(line, head.code)
        self._line(looks.WHOSE_FORM, head.organisation)
        self._write_title(head.title)

    def _write_title(self, words: str, *, lines_above: int = 0) -> None:
        title = self._line(looks.TITLE, "")
        for nth, line in enumerate(lines_of_title(words)):
            if nth:
                title.add_run().add_break()
            title._p.append(run_of(line))
        title.paragraph_format.space_before = Pt(looks.LINE / 20 * lines_above)
        title.paragraph_format.space_after = Pt(looks.LINE / 20)

    def _keep_with_the_signature(self) -> None:
        """No signature stands on a page without text: a short last paragraph goes with it."""
        last = self.document.blocks[-1] if self.document.blocks else None
        if self.head.layout == "official" and isinstance(last, (Paragraph, CaseText)):
            line = self.file.paragraphs[-1]
            if width(line.text) < SHORT:
                line.paragraph_format.keep_with_next = True
                line.paragraph_format.keep_together = True

    def _write_end(self, head: Head) -> None:
        for nth, name in enumerate(head.attachments, 1):
            several = f"{nth}．" if len(head.attachments) > 1 else ""
            line = self._line(looks.ATTACHMENTS, f"{'附件：' if nth == 1 else ''}{several}{name}")
            hanging = 3 if nth == 1 else 0
            line._p.get_or_add_pPr().append(indent(left=5, hanging=hanging))
            if nth == 1:
                line.paragraph_format.space_before = Pt(looks.LINE / 20)
        if head.layout == "official":
            self._write_signature(head)
        if self.document.annex:
            self._write_annex(self.document.annex)
        self._write_foot(head)

    def _write_annex(self, annex: Annex) -> None:
        """What belongs to the paper begins on a page of its own."""
        line = self._new(looks.ADDRESSED)
        line._p.append(run_of("附件", look=font(looks.HEI, looks.SIZE)))
        line.paragraph_format.page_break_before = True
        self._write_title(annex.title, lines_above=1)
        self._write_blocks(annex.blocks)

    def _write_signature(self, head: Head) -> None:
        """The day four characters from the right, the name centred over it as long as there is room."""
        name, day = width(head.publisher), width(head.issued_on)
        beside = max(0.0, 4 - max(0.0, (name - day) / 2))
        places = (
            (looks.SIGNED, head.publisher, beside + max(0.0, (day - name) / 2)),
            (looks.DAY, head.issued_on, beside + max(0.0, (name - day) / 2)),
        )
        for look, words, right in places:
            if words:
                self._line(look, words)._p.get_or_add_pPr().append(indent(right=right))

    def _write_foot(self, head: Head) -> None:
        """The lines at the foot of the last page: a table that lies at the lower margin, with a rule above and below each part."""
        day = f"{head.issued_on} 印发" if head.issued_on else ""
        printed = [f"{head.printed_by}\t{day}"] if head.printed_by else []
        parts = [
            (look, lines) for look, lines in ((looks.REPORTED, reported_lines(head)), (looks.PRINTED, printed)) if lines
        ]
        if not parts:
            return
        table = self.file.add_table(rows=0, cols=1)
        lay_at_the_foot(table)
        for look, lines in parts:
            cell = table.add_row().cells[0]
            for nth, words in enumerate(lines):
                line = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
                line._p.style = looks.style_ids()[look.name]
                self._fill(line, (Text(text=words),))
                stop_at_right(line, 2 * MARGIN_OF_FOOT)
                hanging = MARGIN_OF_FOOT * (words[:4].find("：") + 1)
                line._p.get_or_add_pPr().append(element("w:ind", left=hanging, hanging=hanging))
        self._gap(20)

    def _gap(self, line: int) -> None:
        """Two tables without a paragraph between them would become one, and a file ends with a paragraph."""
        properties = self.file.add_paragraph()._p.get_or_add_pPr()
        properties.append(element("w:snapToGrid", val="0"))
        properties.append(element("w:spacing", before=0, after=0, line=line, lineRule="exact"))

    def _write_page_numbers(self) -> None:
        section = self.file.sections[0]
        for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
            line = footer.paragraphs[0]
            properties = line._p.get_or_add_pPr()
            properties.append(element("w:ind", **{side: 280, "firstLine": 0}))
            properties.append(element("w:jc", val=align))
            for part in ("— ", None, " —"):
                for run in [run_of(part)] if part else page_field():
                    run.insert(0, font(looks.SONG, 14))
                    line._p.append(run)

    def _write_properties(self) -> None:
        core = self.file.core_properties
        core.title, core.author, core.comments = (
            cleaned(self.head.title),
            cleaned(self.head.publisher or self.head.organisation),
            "",
        )
        core.language, core.keywords = "zh-CN", cleaned(self.head.number)
        for stamp in ("created", "modified"):
            for old in core._element.findall(f"{{http://purl.org/dc/terms/}}{stamp}"):
                core._element.remove(old)
        remember(self.file, self.document)

    # --- Blocks ---

    def _write_table(self, table: Table) -> None:
        if table.caption:
            self._line(looks.CAPTION, table.caption)
        else:
            # A heading above it stands off a little.
            self._gap(120)
        rows: list[tuple[tuple[Inline, ...], ...]] = [tuple((Text(text=cell),) for cell in table.header), *table.rows]
        widths, size = widths_of(rows)
        made = self.file.add_table(rows=0, cols=len(widths), style="Table Grid")
        made.alignment, made.autofit = 1, False
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = Twips(wide)
        for nth, row in enumerate(rows):
            cells = made.add_row().cells
            strong = nth == 0 or (table.total and nth + 1 == len(rows))
            for cell, wide in zip(cells, widths, strict=True):
                cell.width = Twips(wide)
            for cell, inlines in zip(cells, row, strict=False):
                self._write_cell(cell, inlines, size, strong=strong)
            if len(rows) <= ROWS_KEPT_TOGETHER and nth + 1 < len(rows):
                for cell in cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
            properties = made.rows[nth]._tr.get_or_add_trPr()
            properties.append(element("w:cantSplit"))
            if nth == 0:
                properties.append(element("w:tblHeader"))
        self._gap(120)

    def _write_cell(self, cell: _Cell, inlines: Iterable[Inline], size: float, *, strong: bool) -> None:
        cell.vertical_alignment = 1  # type: ignore[assignment]
        line = cell.paragraphs[0]
        line._p.style = looks.style_ids()[looks.CELL.name]
        self._fill(line, inlines, look=font(looks.HEI if strong else looks.FANG, size))

    def _write_chart(self, chart: Chart) -> None:
        line = self._line(looks.PICTURE, "")
        line.add_run().add_picture(io.BytesIO(with_chart_inside(picture_of(chart), chart)), width=Mm(150))
        self._describe(line, told(chart))
        if chart.caption:
            self._line(looks.PICTURE_CAPTION, chart.caption)
        if not has_its_table(chart, self.document):
            self._write_table(table_of(chart))

    def _describe(self, line: Line, words: str) -> None:
        """Say in words what the picture of a line shows."""
        for shown in line._p.iter(qn("wp:docPr")):
            shown.set("descr", cleaned(words))
            shown.set("name", f"图 {next(self.numbers)}")

    def _write_form(self, form: Form) -> None:
        write_form(self.file, form)
        self._gap(120)
        if form.note:
            self._line(looks.SMALL, form.note)

    def _write_case(self, case: CaseText) -> None:
        line = self._new(looks.CASE)
        line._p.append(run_of(case.title, look=font(looks.KAI, looks.SIZE, closer=looks.CLOSER)))
        if case.number:
            line._p.append(run_of("（"))
            line._p.append(
                control(tag_of(f"{OF_A_CASE}{case.number}"), ALIAS_OF_A_CASE, next(self.numbers), [run_of(case.number)])
            )
            line._p.append(run_of("）"))
        if not case_words(case).startswith(case.inlines[0].text if case.inlines else ""):
            line._p.append(run_of("。"))
        self._fill(line, case.inlines)
