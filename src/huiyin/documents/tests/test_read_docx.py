"""A paper goes to WPS and comes back: each way in which somebody may have touched its figures."""

import io
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.documents import read_docx, to_docx
from huiyin.documents.content import Bound, CaseText, Chart, Document, Head, Heading, Paragraph, Series, Table, Text
from huiyin.documents.docx_styles import element
from huiyin.documents.readback import Loose
from huiyin.documents.tests.samples import bulletin, circular, figure, heading, paragraph, run
from huiyin.documents.words import bound_keys, bound_of, said


class Desk:
    """A file on an editor's desk."""

    def __init__(self, document: Document) -> None:
        self.sent = document
        self.file = docx.Document(io.BytesIO(to_docx(document)))

    def line(self, start: str) -> Line:
        lines = (Line(line, self.file) for line in self.file.element.body.iter(qn("w:p")))
        return next(line for line in lines if "".join(t.text or "" for t in line._p.iter(qn("w:t"))).startswith(start))

    def control(self, key: str):
        return next(
            sdt
            for sdt in self.file.element.body.iter(qn("w:sdt"))
            if sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == key
        )

    def text_of(self, key: str):
        return next(self.control(key).iter(qn("w:t")))

    def read(self, sent: Document | None = None):
        stream = io.BytesIO()
        self.file.save(stream)
        return read_docx(stream.getvalue(), sent)


@pytest.fixture
def desk() -> Desk:
    return Desk(circular())


def found(back) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.key, one.was, one.now) for one in back.loosened]


def test_an_untouched_paper_comes_back_as_it_went():
    for document in (circular(), bulletin()):
        back = read_docx(to_docx(document))
        assert back.blocks == document.blocks
        assert (back.loosened, back.notes) == ((), ())
        head = document.head.model_dump()
        assert {**back.head, "attachments": back.head.get("attachments", "")} == {
            **{field: head[field] for field in back.head}, "attachments": "\n".join(document.head.attachments),
        }  # fmt: skip


def test_a_figure_that_was_typed_over_is_flagged_and_still_knows_its_key(desk):
    desk.text_of("accepted").text = "12,999"
    back = desk.read()
    assert found(back) == [("changed", "accepted", "12,167", "12,999")]
    (one,) = back.loosened
    assert Bound(key="accepted", text="12,999") in back.blocks[one.block].inlines
    assert "12,167" in one.says and "12,999" in one.says


def test_a_figure_whose_control_was_dissolved_is_flagged_where_it_stands(desk):
    control = desk.control("closed_on_time")
    for run_of_it in list(control.find(qn("w:sdtContent"))):
        control.addprevious(run_of_it)
    control.getparent().remove(control)
    back = desk.read()
    assert found(back) == [("unwrapped", "closed_on_time", "11,557", "11,557")]
    assert "按期办结11,557件" in said(back.blocks[back.loosened[0].block].inlines)


def test_a_figure_in_words_is_known_by_its_number():
    desk = Desk(
        Document(
            head=circular().head,
            blocks=(paragraph("受理", figure("a", "26"), "件，", figure("a:change", "增长4.0%"), "。"),),
        )
    )
    for key in ("a", "a:change"):
        control = desk.control(key)
        control.addprevious(control.find(qn("w:sdtContent"))[0])
        control.getparent().remove(control)
    assert found(desk.read()) == [("unwrapped", "a", "26", "26"), ("unwrapped", "a:change", "增长4.0%", "4.0%")]


def test_a_figure_that_went_with_its_sentence_is_flagged_as_gone(desk):
    line = desk.line("诉求以求助类为主")._p
    line.getparent().remove(line)
    back = desk.read()
    assert found(back) == [("gone", "help", "7,902", "")]
    assert back.loosened[0].block is None
    assert len(back.blocks) == len(circular().blocks) - 1


def test_a_copied_figure_is_flagged_as_double(desk):
    line = desk.line("各承办单位要对照")._p
    line.append(desk.control("rate").__deepcopy__({}))
    back = desk.read()
    assert found(back) == [("duplicated", "rate", "94.99%", "94.99%")]
    assert back.blocks[back.loosened[0].block].inlines[-1] == Bound(key="rate", text="94.99%")


def test_a_number_that_was_typed_in_is_flagged_and_dates_are_not(desk):
    line = desk.line("各承办单位要对照")
    line.add_run("11月8日前报送，另有 1,204 件超期，占9.9%；12345热线照常，2026年不变。")
    back = desk.read()
    assert found(back) == [("typed", "", "", "1,204"), ("typed", "", "", "9.9%")]
    assert {one.block for one in back.loosened} == {len(back.blocks) - 1}


def test_a_paragraph_that_was_put_in_comes_back_in_its_place(desk):
    new = desk.line("各承办单位要对照").insert_paragraph_before("请各单位举一反三。")
    new.insert_paragraph_before("")
    back = desk.read()
    assert said(back.blocks[-2].inlines) == "请各单位举一反三。"
    assert found(back) == []


def test_a_cell_that_was_changed_is_flagged_and_a_new_row_too(desk):
    desk.text_of("unit1").text = "1044"
    cells = desk.file.tables[0].add_row().cells
    for cell, words in zip(cells, ("市公安局", "88", "99.00%"), strict=True):
        cell.text = words
    back = desk.read()
    assert found(back) == [("changed", "unit1", "1043", "1044"), ("typed", "", "", "88"), ("typed", "", "", "99.00%")]
    (table,) = [block for block in back.blocks if isinstance(block, Table)]
    assert said(table.rows[-1][0]) == "市公安局" and not table.total


def test_a_figure_copied_from_another_paper_is_flagged(desk):
    other = Desk(Document(head=circular().head, blocks=(paragraph("共", figure("calls@before", "20,700"), "个电话"),)))
    desk.line("各承办单位要对照")._p.append(other.control("calls@before"))
    assert found(desk.read()) == [("unknown", "calls@before", "", "20,700")]


def test_a_file_without_any_control_comes_back_as_paragraphs_with_every_figure_flagged():
    file = docx.Document()
    for words in ("关于供暖的情况", "一、总体情况", "本月受理1,163件，其中电话639件。"):
        file.add_paragraph(words)
    file.add_table(rows=1, cols=2).rows[0].cells[1].text = "12"
    stream = io.BytesIO()
    file.save(stream)
    back = read_docx(stream.getvalue())
    assert [block.type for block in back.blocks] == ["paragraph", "heading", "paragraph", "table"]
    assert [one.now for one in back.loosened] == ["1,163", "639"]
    known = read_docx(stream.getvalue(), bulletin())
    assert {(one.kind, one.key) for one in known.loosened} >= {
        (Loose.UNWRAPPED, "accepted"),
        (Loose.UNWRAPPED, "phone"),
        (Loose.GONE, "heating"),
    }


def test_without_the_files_own_memory_the_paper_that_was_sent_serves(desk):
    rels = desk.file.part.package.rels
    for key in [key for key, one in rels.items() if one.reltype.endswith("/custom-properties")]:
        del rels[key]
    assert desk.read(circular()).loosened == ()
    desk.text_of("accepted").text = "1"
    assert found(desk.read(circular())) == [("changed", "accepted", "12,167", "1")]


def test_a_program_that_drops_the_tags_of_controls_loses_no_figure(desk):
    """LibreOffice 7.4 writes controls with their alias only, and the properties of the file by their names."""
    part = next(
        one.target_part for one in desk.file.part.package.rels.values() if one.reltype.endswith("/custom-properties")
    )
    root = parse_xml(part.blob)
    root[:] = sorted(root, key=lambda row: row.get("name"))
    part._blob = serialize_part_xml(root)
    for tag in list(desk.file.element.body.iter(qn("w:tag"))):
        tag.getparent().remove(tag)
    back = desk.read()
    assert back.blocks == circular().blocks
    assert back.loosened == ()


def test_a_file_that_an_office_program_saved_again_is_whole():
    """`resaved_by_libreoffice.docx` is the circular, opened and saved by LibreOffice 7.4."""
    back = read_docx((Path(__file__).parent / "resaved_by_libreoffice.docx").read_bytes())
    assert back.loosened == () and back.notes == ()
    assert Counter(bound.key for bound in bound_of(back.blocks)) == bound_keys(circular())
    assert back.title == circular().head.title


def test_a_control_of_the_editors_own_is_words(desk):
    control = desk.control("rate")
    for name, value in (("alias", "日期"), ("tag", "DatePicker")):
        control.find(f"{qn('w:sdtPr')}/{qn(f'w:{name}')}").set(qn("w:val"), value)
    assert found(desk.read()) == [("unwrapped", "rate", "94.99%", "94.99%")]


def test_tracked_changes_count_as_accepted_and_it_is_said(desk):
    line = desk.line("各承办单位要对照")._p
    old = line.findall(qn("w:r"))[0]
    deleted, inserted = element("w:del", id=901), element("w:ins", id=902)
    old.addprevious(deleted)
    deleted.append(old)
    for words in old.iter(qn("w:t")):
        words.tag = qn("w:delText")
    run_of_it = OxmlElement("w:r")
    run_of_it.append(OxmlElement("w:t"))
    run_of_it[0].text = "改写后的要求。"
    inserted.append(run_of_it)
    deleted.addnext(inserted)
    back = desk.read()
    assert said(back.blocks[-1].inlines) == "改写后的要求。"
    assert back.notes == ("修订已按“接受”处理",)


def test_pictures_lists_and_text_boxes_are_not_lost_in_silence(desk, tmp_path):
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    desk.file.add_picture(stream)
    line = desk.file.add_paragraph("自动编号的一条")
    line._p.get_or_add_pPr().append(element("w:numPr"))
    box, inner = OxmlElement("w:txbxContent"), OxmlElement("w:p")
    inner.append(OxmlElement("w:r"))
    inner[0].append(OxmlElement("w:t"))
    inner[0][0].text = "框里的话"
    box.append(inner)
    line.add_run()._r.append(box)
    back = desk.read()
    assert [said(block.inlines) for block in back.blocks[-3:]] == ["〔图片：Picture 1〕", "自动编号的一条", "框里的话"]
    assert len(back.notes) == 3


def test_head_texts_that_were_edited_come_back(desk):
    title = desk.line("汴阳市人民政府办公室关于")
    for run_of_it in title.runs[1:]:
        run_of_it._r.getparent().remove(run_of_it._r)
    title.runs[0].text = "关于10月份热线情况的通报"
    desk.line("抄送：").runs[0].text = "抄送：市委办公室。"
    back = desk.read()
    assert back.title == "关于10月份热线情况的通报"
    assert back.head["reported_to"] == "市委办公室"


def test_a_second_line_in_the_style_of_a_head_field_is_text(desk):
    desk.file.add_paragraph("此件公开发布", style="公文日期")
    assert said(desk.read().blocks[-1].inlines) == "此件公开发布"


def test_a_heading_that_was_typed_as_a_paragraph_is_one_and_a_paragraph_that_was_sent_stays_one():
    document = Document(head=circular().head, blocks=(paragraph("一、供暖"), paragraph("二、供水，详见附件。")))
    desk = Desk(document)
    desk.line("二、").insert_paragraph_before("（一）新的一节", style="公文正文")
    assert [block.type for block in desk.read(document).blocks] == ["paragraph", "heading", "paragraph"]
    assert [block.type for block in desk.read().blocks] == ["paragraph"] * 3, (
        "without the paper that was sent nothing is guessed"
    )


def test_rewritten_prose_is_no_longer_marked_for_revision(desk):
    assert [block.revise for block in desk.read(circular()).blocks if isinstance(block, Paragraph)].count(True) == 1
    desk.line("诉求以求助类为主").runs[-1].text = "件，均已办结。"
    assert not any(getattr(block, "revise", False) for block in desk.read(circular()).blocks)


def test_a_changed_table_below_a_chart_stays_and_is_noted():
    desk = Desk(bulletin())
    desk.file.tables[0].rows[1].cells[1].paragraphs[0].runs[0].text = "999"
    back = desk.read()
    assert any("图没有跟着变" in note for note in back.notes)
    assert [block.type for block in back.blocks].count("table") == 2
    assert [one.now for one in back.loosened] == ["999"]


def test_a_control_around_a_whole_paragraph_or_cell_still_binds():
    desk = Desk(Document(head=circular().head, blocks=(paragraph(figure("alone", "35")),)))
    control = desk.control("alone")
    line = control.getparent()
    for run_of_it in list(control.find(qn("w:sdtContent"))):
        line.append(run_of_it)
    line.addprevious(control)
    control.find(qn("w:sdtContent")).append(line)
    back = desk.read()
    assert back.blocks == (paragraph(figure("alone", "35")),)
    assert back.loosened == ()


words_of_prose = st.text(alphabet="市民热线诉求办理，。（）“”、＜&<>'\"abc xyz{}#", min_size=1, max_size=24).map(
    lambda text: f"甲{text}乙"
)
keys = st.sampled_from(
    ["accepted", "closed@before", "accepted?category=" + "%E4" * 30, "on_time_rate.of_due:change", "outside.一"]
)
bounds = st.builds(figure, keys, st.sampled_from(["1", "12,167", "94.99%", "0", "1.2万"]))
runs = st.lists(st.tuples(words_of_prose, bounds), min_size=1, max_size=3).map(
    lambda pairs: run(*(part for pair in pairs for part in pair))
)
cells = st.one_of(st.just(()), runs)
tables = st.integers(1, 4).flatmap(
    lambda n: st.builds(
        Table,
        caption=st.sampled_from(["", "表的名称"]),
        header=st.tuples(*[words_of_prose] * n),
        rows=st.lists(st.tuples(*[cells] * n), min_size=1, max_size=3).map(tuple),
    )
)
charts = st.builds(
    Chart,
    kind=st.sampled_from(["bar", "line"]),
    caption=st.sampled_from(["", "图的名称"]),
    labels=st.just(("一季度", "二季度")),
    series=st.lists(
        st.builds(Series, name=words_of_prose, values=st.tuples(st.integers(0, 9999), st.integers(0, 99))),
        min_size=1,
        max_size=2,
    ).map(tuple),
)
blocks = st.one_of(
    st.builds(Heading, level=st.integers(1, 3), inlines=runs),
    st.builds(Paragraph, inlines=runs, revise=st.booleans()),
    st.builds(CaseText, number=st.just("20261012000318"), title=words_of_prose, inlines=runs),
    tables,
    charts,
)


@given(st.lists(blocks, min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_paper_comes_back_as_it_went(content):
    document = Document(head=Head(layout="brief", organisation="简报", title="题"), blocks=tuple(content))
    back = read_docx(to_docx(document), document)
    assert back.blocks == document.blocks
    assert back.loosened == ()


def test_texts_stay_apart_from_figures():
    document = Document(
        head=circular().head,
        blocks=(heading(1, "一、情况"), Paragraph(inlines=(figure("a", "1"), figure("b", "2"), Text(text="件")))),
    )
    assert read_docx(to_docx(document)).blocks == document.blocks
