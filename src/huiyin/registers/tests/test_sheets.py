"""A register brought as a sheet: every row is judged by row and column, then all good rows are entered once."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.tests.browser import text_of
from huiyin.registers.models import Entry
from huiyin.ui.sheets import csv_pieces, write_xlsx
from huiyin.ui.sheets_in import opened_upload

HEADER = [
    "单位",
    "日期",
    "地点",
    "类别",
    "里程（公里）",
    "花费（元）",
    "覆盖率（%）",
    "配合单位",
    "已修复",
    "下次巡查",
    "情况",
]


def sheet(*lines, header=HEADER, kind="csv"):
    lines = [[*line, *[""] * (len(header) - len(line))] for line in lines]
    if kind == "csv":
        return SimpleUploadedFile("巡查.csv", b"".join(csv_pieces(header, lines)))
    stream = io.BytesIO()
    write_xlsx(stream, "巡查", header, lines)
    return SimpleUploadedFile("巡查.xlsx", stream.getvalue())


def looked_at(browser, file, code="patrols"):
    return browser.post(f"/registers/{code}/sheet/", {"file": file})


def entered(browser, page, code="patrols"):
    rows = [unescape(row) for row in re.findall(r'name="row" value="(.*?)"', text_of(page), re.S)]
    return browser.post(f"/registers/{code}/sheet/enter/", {"row": rows})


def test_the_template_has_the_columns_that_are_read(stage, clerk):
    answer = clerk.browser().get("/registers/patrols/sheet/template/")
    with opened_upload(io.BytesIO(b"".join(answer.streaming_content))) as found:
        assert found.header == HEADER


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_good_rows_are_entered_and_the_same_file_again_adds_nothing(stage, clerk, kind):
    browser = clerk.browser()
    lines = [
        ["清源供水", "2020-06-01", "东滩海堤", "海堤", "12.5", "1.5万"],
        ["市清源供水公司", "2020-06-02", "西渡路", "道路"],
    ]
    page = looked_at(browser, sheet(*lines, kind=kind))
    assert "可以登记 2 行" in text_of(page) and not Entry.objects.exists()
    assert entered(browser, page).status_code == 302
    assert sorted(e.content.get("cost", "") for e in Entry.objects.all()) == ["", "15000"]
    again = looked_at(browser, sheet(*lines, kind=kind))
    assert "可以登记 0 行，早已登记 2 行" in text_of(again) and "已登记为T1" in text_of(again)
    # The first preview is sent a second time, as by a double click.
    entered(browser, page)
    assert Entry.objects.count() == 2


def test_every_bad_row_is_told_by_row_and_column_and_the_others_can_be_entered(stage, clerk):
    browser = clerk.browser()
    page = looked_at(
        browser,
        sheet(
            ["清源供水", "2020-06-01", "东滩海堤", "海堤"],
            ["西岸区", "六月", "", "河", "长"],
            ["没有的单位", "2020-06-01", "甲", "海堤"],
            ["清源供水", "2020-06-01", "东滩海堤", "海堤"],
            ["清源供水", "2020-07-01", "东滩海堤", "海堤"],
        ),
    )
    told = re.sub(r"<.*?>", "", text_of(page))
    for reason in (
        "第3行“单位”列：只能登记本单位和下级单位的", "第3行“日期”列：日期应是日期", "第3行“地点”列：请填写地点",
        "第3行“类别”列：类别没有“河”这个选项", "第3行“里程（公里）”列", "第4行“单位”列：没有这个单位", "与第2行相同",
        "第6行“日期”列：日期不能在将来", "可以登记 1 行，早已登记 1 行，不能登记 3 行",
    ):  # fmt: skip
        assert reason in told, reason
    entered(browser, page)
    assert Entry.objects.get().content["place"] == "东滩海堤"


@pytest.mark.parametrize(
    ("header", "why"),
    [(["单位", "日期", "类别"], "表格里没有“地点”列"), ([*HEADER, "身份证号"], "不认识的列：“身份证号”")],
)
def test_a_sheet_of_other_columns_is_not_read(stage, clerk, header, why):
    page = looked_at(clerk.browser(), sheet(["x"], header=header))
    assert page.status_code == 422 and why in text_of(page)


def test_what_was_taken_out_can_be_brought_again_and_adds_nothing(stage, clerk):
    clerk.enter(words="=1+1", length="3", covered="50", repaired="on", next="2020-07-01", **{"with": "西岸区政府"})
    browser = clerk.browser()
    content = b"".join(browser.get("/registers/patrols/", data={"file": "xlsx"}).streaming_content)
    page = looked_at(browser, SimpleUploadedFile("巡查.xlsx", content))
    assert "可以登记 0 行，早已登记 1 行" in text_of(page), re.sub(r"<.*?>", " ", text_of(page))[-900:]


def test_a_preview_that_was_tampered_with_enters_nothing_foreign(stage, clerk):
    browser = clerk.browser()
    other = stage.units["west"].pk
    row = f'{{"line": 2, "raw": {{"unit": "{other}", "day": "2020-06-01", "place": "甲", "kind": "sea"}}}}'
    answer = browser.post("/registers/patrols/sheet/enter/", {"row": [row]})
    assert answer.status_code == 422 and "只能登记本单位和下级单位的" in text_of(answer)
    assert browser.post("/registers/patrols/sheet/enter/", {"row": ["[1]"]}).status_code == 422
    assert not Entry.objects.exists()


def test_two_rows_for_one_period_of_a_report_cannot_both_be_good(stage, clerk):
    header = ["单位", "月份", "本月办理（件）"]
    clerk.report("water", "2020-04")
    browser = clerk.browser()
    lines = [["清源供水", "2020年5月", "3"], ["清源供水", "2020-05", "4"], ["清源供水", "2020-04", "9"]]
    page = looked_at(browser, sheet(*lines, header=header), "month_reports")
    told = text_of(page)
    assert "可以登记 1 行，不能登记 2 行" in told
    assert "与第2行是同一单位同一期" in told and "2020年4月已经报送（T1）" in told
    entered(browser, page, "month_reports")
    assert Entry.objects.count() == 2
