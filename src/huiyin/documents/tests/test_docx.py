import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from huiyin.documents import to_docx
from huiyin.documents.content import Chart, Document, Head, Series, Table, Text
from huiyin.documents.docx_columns import BESIDE, widths_of
from huiyin.documents.docx_controls import LONGEST_TAG
from huiyin.documents.docx_parts import narrow
from huiyin.documents.docx_pictures import chart_inside
from huiyin.documents.docx_styles import CHARACTER, LINE, TEXT_WIDTH
from huiyin.documents.tests.samples import bulletin, circular, figure, paragraph, run
from huiyin.documents.words import bound_keys

TWENTIETHS_PER_MM = 1440 / 25.4


@pytest.fixture(scope="module")
def notice() -> docx.document.Document:
    return opened(circular())


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_docx(document)))


def fonts_of(file, name: str) -> tuple[str, float]:
    style = file.styles[name]
    return style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), style.font.size.pt


def by_text(file, start: str):
    return next(line for line in file.paragraphs if line.text.startswith(start))


def test_a_line_is_a_22nd_of_the_page_and_holds_28_characters(notice):
    section = notice.sections[0]
    height = section.page_height - section.top_margin - section.bottom_margin
    wide = section.page_width - section.left_margin - section.right_margin
    assert (round(Length(height).mm, 1), round(Length(wide).mm, 1)) == (225.0, 156.0)
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    assert grid.get(qn("w:type")) == "lines"
    assert 22 * pitch <= 225 * TWENTIETHS_PER_MM < 23 * pitch
    body = notice.styles["公文正文"].element
    assert body.pPr.find(qn("w:spacing")).get(qn("w:line")) == str(pitch)
    assert body.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    character = int(body.rPr.find(qn("w:sz")).get(qn("w:val"))) * 10 + int(
        body.rPr.find(qn("w:spacing")).get(qn("w:val"))
    )
    assert 28 * character <= 156 * TWENTIETHS_PER_MM < 29 * character
    assert (pitch, character) == (LINE, CHARACTER) and TWENTIETHS_PER_MM * 156 >= TEXT_WIDTH


def test_typefaces_are_those_on_the_desks_of_an_office(notice):
    assert fonts_of(notice, "公文正文") == ("仿宋_GB2312", 16)
    assert [fonts_of(notice, f"Heading {level}") for level in (1, 2, 3)] == [
        ("黑体", 16),
        ("楷体_GB2312", 16),
        ("仿宋_GB2312", 16),
    ]
    assert fonts_of(notice, "公文标题") == ("方正小标宋简体", 22)
    assert fonts_of(notice, "公文版头") == ("方正小标宋简体", 50)
    assert fonts_of(notice, "公文报送") == ("仿宋_GB2312", 14)
    assert by_text(notice, "一、").style.name == "Heading 1"
    assert by_text(notice, "（一）").style.name == "Heading 2"
    assert by_text(notice, "10月份，").style.name == "公文正文"
    assert notice.styles["公文正文"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_what_an_editor_adds_looks_like_the_paper(notice):
    assert notice.styles["公文标题"].next_paragraph_style.name == "公文正文"
    assert fonts_of(notice, "Normal") == ("仿宋_GB2312", 16)
    assert len(list(notice.styles)) < 30, "the list of styles shows those of a paper"


def test_every_figure_stands_in_a_control_that_cannot_be_deleted_or_typed_over(notice):
    controls = [
        sdt.sdtPr if hasattr(sdt, "sdtPr") else sdt.find(qn("w:sdtPr")) for sdt in notice.element.body.iter(qn("w:sdt"))
    ]
    tags = [one.find(qn("w:tag")).get(qn("w:val")) for one in controls]
    figures = [tag for tag in tags if not tag.startswith("case:")]
    assert sorted(figures) == sorted(bound_keys(circular()).elements())
    assert [tag for tag in tags if tag.startswith("case:")] == ["case:20261012000318"]
    assert {one.find(qn("w:lock")).get(qn("w:val")) for one in controls} == {"sdtContentLocked"}
    numbers = [one.find(qn("w:id")).get(qn("w:val")) for one in controls]
    assert len(set(numbers)) == len(numbers)


def test_a_key_longer_than_word_allows_gets_a_short_tag():
    key = "accepted?category=" + "%E4%BE%9B%E6%9A%96" * 8
    file = opened(Document(head=circular().head, blocks=(paragraph("共", figure(key, "12"), "件"),)))
    (tag,) = [tag.get(qn("w:val")) for tag in file.element.body.iter(qn("w:tag"))]
    assert len(key) > LONGEST_TAG >= len(tag)


def test_page_numbers_are_fields_on_the_outer_side(notice):
    section = notice.sections[0]
    assert notice.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line.text == "—  —"
        assert [field.text for field in line._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_head_title_and_end_are_there_in_order(notice):
    said = [line.text for line in notice.paragraphs]
    assert said[0] == "汴阳市人民政府办公室文件"
    assert said[2] == "汴阳市人民政府办公室关于2026年10月份\n12345热线诉求办理情况的通报"
    assert said[-5:-1] == [
        "附件：1．10月份各承办单位办理情况统计表", "2．10月份群众反映集中的问题清单", "汴阳市人民政府办公室", "2026年11月5日",
    ]  # fmt: skip
    assert [cell.text for cell in notice.tables[-1].columns[0].cells] == [
        "抄送：市委办公室，市人大常委会办公室，市政协办公室，市纪委监委。", "汴阳市人民政府办公室\t2026年11月5日 印发",
    ]  # fmt: skip
    assert notice.tables[-1]._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    line = notice.paragraphs[1]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert line.get(qn("w:color")) == "D7000F"


def test_a_table_repeats_its_header_and_marks_its_total(notice):
    table = notice.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["承办单位", "受理（件）", "按期办结率"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    faces = [
        row.cells[0].paragraphs[0].runs[0].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for row in table.rows
    ]
    assert faces == ["黑体", *["仿宋_GB2312"] * 4, "黑体"]


def test_a_chart_is_a_picture_that_says_what_it_shows():
    data = to_docx(bulletin())
    file = docx.Document(io.BytesIO(data))
    told = [shown.get("descr") for shown in file.element.body.iter(qn("wp:docPr"))]
    assert told[0] == (
        "折线图：近六个月受理和按期办结件数。受理：5月 980，6月 1,016，7月 1,240，8月 1,312，9月 1,105，10月 1,163。"
        "按期办结：5月 951，6月 990，7月 1,180，8月 1,268，9月 1,071，10月 1,122。"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert {chart_inside(picture).labels[0] for picture in pictures} == {"5月", "东湖区政府"}
    assert chart_inside(b"\x89PNG\r\n\x1a\nbroken") is None and chart_inside(b"GIF89a") is None


def test_a_file_says_nothing_of_the_library_and_no_time_of_making(notice):
    core = notice.core_properties
    assert (core.title, core.author, core.comments) == (circular().head.title, "汴阳市人民政府办公室", "")
    assert core.created is None and core.modified is None


def test_whatever_an_editor_leaves_comes_out():
    odd = Chart(labels=("丙",), series=(Series(name="一", values=(float("nan"),)),))
    ragged = Table(header=("甲", "乙"), rows=((run("一"),), tuple(run(str(n)) for n in range(4))))
    head = Head(layout="official", organisation="很" * 60, title="", reported_to="")
    file = opened(Document(head=head, blocks=(odd, ragged, paragraph("控制符\x00\x0b\ud800字"), paragraph(""))))
    assert len(file.tables) == 2, "the table of the chart and the one that was written; no foot"
    assert by_text(file, "控制符字")


def test_columns_are_as_wide_as_what_stands_in_them_and_never_wider_than_the_text():
    def row(*cells):
        return [(Text(text=cell),) for cell in cells]

    widths, size = widths_of([row("单位", "件数"), row("市自来水公司", "12")])
    assert (widths, size) == ([6 * 240 + BESIDE, 3 * 240 + BESIDE], 12), "a figure has room for three characters"
    crowded, size = widths_of(
        [row("单位", "任务", "期限", "情况"), row("市自来水公司", "抢修" * 60, "11-23 20:03", "处置" * 30)]
    )
    assert crowded[0] == 6 * 240 + BESIDE and crowded[2] == round(5.5 * 240) + BESIDE, "short columns keep theirs"
    assert crowded[1] == crowded[3] and sum(crowded) in range(TEXT_WIDTH - 4, TEXT_WIDTH + 1)
    many, size = widths_of([row(*["项"] * 14)])
    assert (sum(many) <= TEXT_WIDTH, size) == (True, 9)


def test_a_red_head_with_figures_is_narrow_enough_for_programs_that_set_them_apart():
    def percent(words):
        return int(narrow(words).find(qn("w:w")).get(qn("w:val")))

    assert percent("某市文件") == 100
    assert percent("某市12345热线中心文件") < percent("某市一二三热线中心文件")
