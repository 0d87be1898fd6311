from itertools import pairwise

import pypdfium2
import pytest

from huiyin.documents import fonts, pdf, to_pdf
from huiyin.documents.content import Chart, Document, Head, Series, Table
from huiyin.documents.tests.pages import font_names, lines, words
from huiyin.documents.tests.samples import bulletin, circular, figure, full_page, heading, paragraph, run


@pytest.fixture(scope="module")
def full() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(to_pdf(full_page()))


@pytest.fixture(scope="module")
def notice() -> bytes:
    return to_pdf(circular())


def paper(*blocks, **head) -> Document:
    return Document(
        head=Head(**{"layout": "official", "organisation": "汴阳市文件", "title": "通知", **head}), blocks=blocks
    )


def test_a_full_page_has_22_lines_of_28_characters(full):
    rows = lines(full[1])
    body, page_number = rows[:-1], rows[-1]
    assert [len(row) for row in body] == [28] * 22
    assert "".join(mark.character for mark in page_number) == "—2—"


def test_the_lines_fill_the_field_of_156_by_225_millimetres(full):
    body = lines(full[1])[:-1]
    assert full[1].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    assert body[0][0].left == pytest.approx(28, abs=0.3)
    assert body[0][-1].left + 156 / 28 == pytest.approx(28 + 156, abs=0.5)
    steps = [below[0].base - above[0].base for above, below in pairwise(body)]
    assert steps == pytest.approx([225 / 22] * 21, abs=0.05)
    assert 37 < body[0][0].base < 37 + 225 / 22
    assert body[-1][0].base < 37 + 225


def test_page_numbers_stand_seven_millimetres_below_and_change_sides(full):
    odd, even = lines(full[2])[-1], lines(full[1])[-1]
    assert odd[0].left > 150 and even[0].left < 40
    top_of_figures = even[1].base - 14 * 0.7 * 25.4 / 72
    assert 37 + 225 + 6 < top_of_figures < 37 + 225 + 9


def test_the_red_head_begins_35_millimetres_below_the_margin_and_the_number_follows(notice):
    first = pypdfium2.PdfDocument(notice)[0]
    rows = ["".join(mark.character for mark in row) for row in lines(first)]
    assert rows[:4] == [
        "汴阳市人民政府办公室文件",
        "汴政办〔2026〕38号",
        "汴阳市人民政府办公室关于2026年10月份",
        "12345热线诉求办理情况的通报",
    ]
    assert rows[4] == "各区人民政府，市政府各部门、各直属机构："
    picture = first.render(scale=2).to_pil().convert("RGB")
    red = [y for y in range(picture.height) if any(_is_red(picture.getpixel((x, y))) for x in range(160, 1040, 3))]
    assert red[0] / 2 * 25.4 / 72 == pytest.approx(37 + 35, abs=1)
    assert "首页" not in rows and len(rows) > 8, "the first page shows text, too"


def _is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 180 and pixel[1] < 90 and pixel[2] < 90


def test_levels_of_headings_have_their_typefaces(notice):
    if lacking := fonts.lacking(fonts.shelf()):
        pytest.skip(f"这台机器缺少公文字体：{'、'.join(lacking)}")
    names = font_names(pypdfium2.PdfDocument(notice)[1])
    assert {"FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular"} <= names
    assert "NotoSerifCJK" in "".join(font_names(pypdfium2.PdfDocument(notice)[0])).replace("sc", "").replace("-", "")


def test_the_end_bears_attachments_signature_copies_and_the_printing_line(notice):
    pages = pypdfium2.PdfDocument(notice)
    last = pages[len(pages) - 1]
    rows = ["".join(mark.character for mark in row) for row in lines(last)]
    at = {words: place for place, words in enumerate(rows)}
    assert "附件：1．10月份各承办单位办理情况统计表" in at
    assert at["附件：1．10月份各承办单位办理情况统计表"] < at["汴阳市人民政府办公室"] < at["2026年11月5日"]
    assert rows[-2].startswith("汴阳市人民政府办公室") and rows[-2].endswith("2026年11月5日印发")
    day = next(row for row in lines(last) if "".join(mark.character for mark in row) == "2026年11月5日")
    right = 184 - (day[-1].left + 156 / 28)
    assert 3 * 156 / 28 < right < 5 * 156 / 28, "the day stands about four characters from the right"
    assert lines(last)[-2][0].base > 37 + 225 - 10, "the printing line is the last line of the page"
    assert "各承办单位要对照" in "".join(rows), "no signature without text"


def test_a_bulletin_has_its_own_head_and_its_readers_at_the_end():
    made = to_pdf(bulletin())
    rows = ["".join(mark.character for mark in row) for row in lines(pypdfium2.PdfDocument(made)[0])]
    assert rows[:4] == [
        "市长专线电话运行简报", "第10期（总第127期）", "汴阳市市长专线电话办公室2026年11月2日", "2026年10月份市长专线电话运行情况",
    ]  # fmt: skip
    said = words(made)
    assert "报：市长、副市长，市政府秘书长" in said and "送：市政府副秘书长" in said
    assert "〔" not in said, "a bulletin bears no document number"


def test_a_chart_brings_its_figures_as_a_table_unless_one_stands_there():
    said = words(to_pdf(bulletin()))
    assert said.count("1,240") == 1, "the line chart of two series bears no values, its own table does"
    assert said.count("东湖区政府") == 2, "the bars are labelled, the table of units stands there already"


def test_the_same_paper_gives_the_same_bytes(notice):
    assert to_pdf(circular()) == notice


def test_words_of_an_editor_are_never_commands():
    nasty = '#panic("x") *粗* _斜_ $1/0$ \\ <label> @ref `raw` // 注释 #sys.inputs [方括号] "引号" = 等号'
    made = to_pdf(
        paper(
            paragraph(nasty),
            heading(1, "#let x = 1"),
            title="#set page(width: 1cm)",
            number="= 1 #1",
            reported_to="*甲*",
        )
    )
    assert "".join(nasty.split()) in words(made).replace("\n", "")
    assert "#setpage(width:1cm)" in words(made)


def test_whatever_an_editor_leaves_comes_out():
    wide = Table(header=tuple(f"列{n}" for n in range(14)), rows=((run("甲"),), tuple(run(str(n)) for n in range(16))))
    long = Table(
        header=("甲", "乙"), rows=tuple((run(f"第{n}行"), run(figure(f"k{n}", str(n)))) for n in range(60)), total=True
    )
    odd = Chart(
        labels=("甲", "乙", "丙"), series=(Series(name="一", values=(-5.0, float("nan"))), Series(name="二", values=()))
    )
    none = Chart(kind="line", labels=(), series=())
    made = to_pdf(
        paper(
            wide,
            long,
            odd,
            none,
            paragraph("控制符\x00\x0b\ud800字"),
            paragraph(""),
            title="很" * 90,
            organisation="很" * 40,
        )
    )
    assert "第59行" in words(made) and "控制符字" in words(made)
    assert words(to_pdf(paper(layout="brief", title=""))).startswith("汴阳市文件")


def test_a_row_of_a_long_table_is_never_torn_and_its_header_comes_again():
    long = Table(header=("单位", "件数"), rows=tuple((run(f"第{n}单位"), run(str(n))) for n in range(60)))
    pages = pypdfium2.PdfDocument(to_pdf(paper(long)))
    heads = [page for page in pages if "单位件数" in ["".join(mark.character for mark in row) for row in lines(page)]]
    assert len(heads) == len(pages) >= 2


def test_all_papers_of_a_process_come_from_one_compiler(monkeypatch):
    made = []

    def counted(**settings):
        made.append(settings)
        return real(**settings)

    real = pdf.typst.Compiler
    monkeypatch.setattr(pdf.typst, "Compiler", counted)
    monkeypatch.setattr(pdf, "_press", pdf._Press())
    for nth in range(5):
        to_pdf(paper(paragraph(f"第{nth}份")))
    assert len(made) == 1
    monkeypatch.setattr(fonts, "fingerprint", lambda: (("fetched", 1),))
    to_pdf(paper(paragraph("字体到了")))
    to_pdf(paper(paragraph("再来一份")))
    assert len(made) == 2, "fonts that arrive are taken without a new start"


def test_papers_come_out_without_the_fonts_and_it_is_said_which_lack(monkeypatch):
    monkeypatch.setattr(fonts, "shelf", lambda: pdf.typst.Fonts(include_system_fonts=False))
    monkeypatch.setattr(pdf, "_press", pdf._Press())
    assert to_pdf(circular()).startswith(b"%PDF")
    assert pdf.lacking_fonts() == ("仿宋", "楷体", "黑体", "宋体", "小标宋", "西文")
