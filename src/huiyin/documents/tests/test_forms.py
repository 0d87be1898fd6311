"""Forms that are filled in by hand: every box in PDF and DOCX, a code that a phone reads, an annex behind the signature."""

import io

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image

from huiyin.documents import to_docx, to_pdf
from huiyin.documents.codes import code_to_scan, png_of_code, svg_of_code
from huiyin.documents.content import Annex, Document, Form, Head, form_row, prose
from huiyin.documents.tests.pages import lines, words
from huiyin.documents.words import plain_text, with_figures

ADDRESS = "https://hotline.example/moves/instruction/7/enter/"
FORM = Form(
    rows=(
        form_row(("编号", "汴2018-7"), ("紧急程度", "一般")),
        form_row(("诉求内容", "三盏路灯不亮。\n夜里行人不便。")),
        form_row(("办理情况", ""), lines=8),
        form_row(("承办人", ""), ("签字", ""), lines=3),
    ),
    note="2018-06-04 10:00 某某 打印",
)


def sheet(code: str = "") -> Document:
    return Document(
        head=Head(layout="form", organisation="汴阳市热线办公室", title="转办单", code=code), blocks=(FORM,)
    )


def notice() -> Document:
    head = Head(
        layout="official", organisation="汴阳市热线办公室文件", title="关于路灯的督办通知", number="汴督〔2018〕1号",
        publisher="汴阳市热线办公室", issued_on="2018年6月4日", addressed_to="市城管局", printed_by="汴阳市热线办公室",
        attachments=("反馈表",),
    )  # fmt: skip
    return Document(
        head=head, blocks=prose("请抓紧办理。\n\n三日内反馈。"), annex=Annex(title="反馈表", blocks=(FORM,))
    )


@pytest.fixture(scope="module")
def printed() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(to_pdf(sheet(ADDRESS)))


def test_every_box_stands_in_the_pdf_and_the_whole_form_on_one_page(printed):
    assert len(printed) == 1
    rows = ["".join(mark.character for mark in row) for row in lines(printed[0])]
    assert rows[:4] == ["汴阳市热线办公室", "转办单", "编号汴2018-7紧急程度一般", "三盏路灯不亮。"]
    assert rows[-2:] == ["2018-06-0410:00某某打印", "—1—"]


def test_rows_that_wait_for_handwriting_are_high(printed):
    by_text = {"".join(m.character for m in row): row[0].base for row in lines(printed[0])}
    # From the middle of a row eight lines high to that of one three lines high.
    assert by_text["承办人签字"] - by_text["办理情况"] > 30
    assert by_text["办理情况"] - by_text["夜里行人不便。"] > 25


def test_the_code_is_drawn_at_the_upper_right_and_is_the_same_in_every_form(printed):
    picture = printed[0].render(scale=3).to_pil().convert("L")
    wide, high = picture.size
    dark = sum(picture.crop((int(wide * 0.75), int(high * 0.05), int(wide * 0.89), int(high * 0.17))).histogram()[:100])
    assert dark > 2000
    code = code_to_scan(ADDRESS)
    assert code.path in svg_of_code(ADDRESS)
    drawn = Image.open(io.BytesIO(png_of_code(ADDRESS)))
    assert drawn.width == code.size * 8
    squares = {(x, y) for y in range(code.size) for x in range(code.size) if not drawn.getpixel((x * 8 + 4, y * 8 + 4))}
    assert "".join(f"M{x} {y}h1v1h-1z" for x, y in sorted(squares, key=lambda one: (one[1], one[0]))) == code.path


def test_the_same_form_as_docx_is_a_table_to_be_filled_in():
    file = docx.Document(io.BytesIO(to_docx(sheet(ADDRESS))))
    assert [line.text for line in file.paragraphs if line.text] == ["汴阳市热线办公室", "转办单", FORM.note]
    table = file.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["编号", "汴2018-7", "紧急程度", "一般"]
    assert table.rows[1].cells[1].text == table.rows[1].cells[3].text == "三盏路灯不亮。\n夜里行人不便。"
    heights = [row._tr.trPr.find(qn("w:trHeight")) for row in table.rows if row._tr.trPr is not None]
    assert [int(one.get(qn("w:val"))) for one in heights if one is not None] == [8 * 340 + 280, 3 * 340 + 280]
    assert len(file.inline_shapes) == 1
    assert not docx.Document(io.BytesIO(to_docx(sheet()))).inline_shapes


def test_an_annex_begins_on_a_page_of_its_own_behind_the_signature():
    pdf = to_pdf(notice())
    first, second = (words_of(page) for page in pypdfium2.PdfDocument(pdf))
    assert "请抓紧办理。" in first and first.index("附件：反馈表") < first.index("2018年6月4日")
    assert second.startswith("附件反馈表编号汴2018-7") and "三盏路灯不亮。" in second
    # The printing line stands on the last page, and there alone.
    assert words(pdf).count("印发") == 1 and "印发" in second
    file = docx.Document(io.BytesIO(to_docx(notice())))
    annex = next(line for line in file.paragraphs if line.text == "附件")
    assert annex.paragraph_format.page_break_before
    assert len(file.tables) == 2


def words_of(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_range().split())


def test_a_form_is_text_for_those_who_search_and_has_no_figures():
    assert "编号：汴2018-7\t紧急程度：一般" in plain_text(sheet())
    assert "诉求内容：三盏路灯不亮。" in plain_text(notice())
    assert with_figures((FORM,), lambda one: one) == (FORM,)
