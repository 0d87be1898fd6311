from xml.etree import ElementTree

import pytest

from huiyin.documents.charts import svg_of
from huiyin.documents.content import Chart, Series
from huiyin.documents.tests.samples import bulletin
from huiyin.documents.words import has_its_table, said, table_of

SVG = "{http://www.w3.org/2000/svg}"


def bars(*values: float) -> Chart:
    return Chart(labels=tuple(f"第{n}区" for n in range(len(values))), series=(Series(name="受理", values=values),))


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg_of(chart))


def test_a_bar_is_as_high_as_its_value():
    heights = [float(bar.get("height")) for bar in drawn(bars(100, 50, 25, 0)).iter(f"{SVG}rect")]
    assert heights == pytest.approx([heights[0], heights[0] / 2, heights[0] / 4, 0], abs=0.11)
    assert heights[0] == 200, "the highest value reaches the top of the scale"


def test_the_scale_begins_at_zero_and_has_round_steps():
    texts = [text.text for text in drawn(bars(1286, 1043)).iter(f"{SVG}text")]
    assert [text for text in texts if text in {"0", "500", "1,000", "1,500"}] == ["0", "500", "1,000", "1,500"]
    assert "1,286" in texts and "第0区" in texts


def test_a_scale_of_cases_has_no_halves():
    for highest in (0, 1, 2, 11, 12, 13):
        texts = {text.text for text in drawn(bars(highest, 1)).iter(f"{SVG}text")}
        assert {"0", "1"} <= texts and not {text for text in texts if "." in (text or "")}
    assert "0.2" in {text.text for text in drawn(bars(0.9, 0.5)).iter(f"{SVG}text")}


def test_values_below_zero_hang_below_the_line():
    up, down = drawn(bars(10, -10)).iter(f"{SVG}rect")
    assert float(up.get("y")) + float(up.get("height")) == pytest.approx(float(down.get("y")), abs=0.11)


def test_lines_of_several_series_differ_in_more_than_colour():
    chart = bulletin().blocks[2]
    lines = [line for line in drawn(chart).iter(f"{SVG}path") if line.get("fill") == "none"]
    assert len({(line.get("stroke")) for line in lines}) == len({line.get("stroke-dasharray") for line in lines}) == 2
    assert len(list(drawn(chart).iter(f"{SVG}circle"))) == 12


def test_long_labels_take_two_lines_and_many_are_thinned_out():
    texts = [text.text for text in drawn(bars(*range(40))).iter(f"{SVG}text")]
    assert len([text for text in texts if text and text.startswith("第")]) <= 24
    long = Chart(
        labels=("市市场监督管理局城东分局综合执法大队第一中队", "乙", "丙", "丁", "戊", "己"),
        series=(Series(name="件", values=(1, 2, 3, 4, 5, 6)),),
    )
    assert any(text.text and text.text.endswith("…") for text in drawn(long).iter(f"{SVG}text"))


def test_words_with_signs_of_xml_are_words():
    chart = Chart(labels=("<甲>&\"'",), series=(Series(name="</svg>", values=(1,)),))
    assert "<甲>&\"'" in [text.text for text in drawn(chart).iter(f"{SVG}text")]


def test_the_table_of_a_chart_holds_every_value():
    wide = table_of(bars(1, 2, 3))
    assert wide.header == ("", "第0区", "第1区", "第2区") and [said(cell) for cell in wide.rows[0]] == [
        "受理",
        "1",
        "2",
        "3",
    ]
    long = table_of(bars(*range(12)))
    assert long.header == ("", "受理") and len(long.rows) == 12
    assert [has_its_table(block, bulletin()) for block in bulletin().blocks if isinstance(block, Chart)] == [
        False,
        True,
    ]
