"""A roster goes out as a workbook and comes in again: looked at row by row, entered once, refused with the reason."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.tests.browser import text_of
from huiyin.duty.tests.conftest import SATURDAY, at
from huiyin.journal.models import Event
from huiyin.people.models import DutyShift
from huiyin.ui.sheets import csv_pieces

pytestmark = pytest.mark.django_db
HEADER = ("日期", "班次", "单位", "值班人", "工号")


def sheet(*rows, header=HEADER):
    return SimpleUploadedFile("六月.csv", b"".join(csv_pieces(header, rows)), "text/csv")


def carried(page):
    import re

    return re.findall(r'name="row" value="([^"]+)"', page)


def test_rows_are_looked_at_then_entered_once(roster):
    head = roster.browser("water.head")
    rows = [("2018-06-09", "白班", "清源供水", "", "water.handler"), ("2018-06-10", "全天", "", "water.leader某", "")]
    page = text_of(head.post("/duty/sheet/", {"file": sheet(*rows)}))
    assert "可以排入 2 行" in page
    assert not DutyShift.objects.exists()
    assert head.post("/duty/sheet/enter/", {"row": carried(page)}).status_code == 302
    assert [(s.user.username, s.since) for s in DutyShift.objects.order_by("since")] == [
        ("water.handler", at(SATURDAY, 8, 30)), ("water.leader", at(SATURDAY + timedelta(days=1), 8, 30)),
    ]  # fmt: skip
    again = text_of(head.post("/duty/sheet/", {"file": sheet(*rows)}))
    assert "早已排好 2 行" in again
    assert not carried(again)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("六月九日", "白班", "", "", "water.handler"), "日期应写成"),
        (("2018-06-09", "早班", "", "", "water.handler"), "班次应是 白班、夜班、全天"),
        (("2018-06-09", "白班", "西岸区", "", "west.handler"), "您不能安排这个单位"),
        (("2018-06-09", "白班", "没有的局", "", "water.handler"), "没有这个单位"),
        (("2018-06-09", "白班", "中心", "", "agent"), "您不能安排中心"),
        (("2018-06-09", "白班", "", "", "west.handler"), "本单位没有叫"),
        (("2018-06-01", "白班", "", "", "water.handler"), "时间已过"),
    ],
)
def test_a_row_that_cannot_be_says_why(roster, row, reason):
    page = text_of(roster.browser("water.head").post("/duty/sheet/", {"file": sheet(row)}))
    assert reason in page
    assert "不能排入 1 行" in page


def test_one_person_twice_at_a_time_is_found_within_the_sheet(roster):
    rows = [("2018-06-09", "白班", "", "", "water.handler"), ("2018-06-09", "全天", "", "", "water.handler")]
    page = text_of(roster.browser("water.head").post("/duty/sheet/", {"file": sheet(*rows)}))
    assert "可以排入 1 行" in page
    assert "已有值班" in page


def test_what_no_preview_wrote_is_refused_and_a_foreign_shift_too(roster):
    head = roster.browser("water.head")
    assert head.post("/duty/sheet/enter/", {"row": ["x"]}).status_code == 400
    west, user = roster.stage.units["west"].pk, roster.user("west.handler").pk
    row = f"{user}|{west}|2018-06-09T00:30:00+00:00|2018-06-09T09:30:00+00:00"
    assert head.post("/duty/sheet/enter/", {"row": [row]}).status_code == 422
    assert not DutyShift.objects.exists()


@pytest.mark.parametrize(
    ("file", "reason"), [(None, "请选择"), (sheet(header=("甲", "乙")), "缺少列"), (sheet(), "没有填写")]
)
def test_a_file_that_cannot_be_used_says_why(roster, file, reason):
    answer = roster.browser("water.head").post("/duty/sheet/", {"file": file} if file else {})
    assert answer.status_code == 422
    assert reason in text_of(answer)


def test_what_is_taken_out_can_be_brought_in_again(roster):
    roster.put("water.handler", "water", at(SATURDAY, 8, 30), at(SATURDAY, 17, 30))
    head = roster.browser("water.head")
    answer = head.get("/duty/roster/", data={"month": "2018-06", "file": "xlsx"})
    content = b"".join(answer.streaming_content)
    assert Event.objects.get(verb="export.duty").said["rows"] == 1
    back = head.post("/duty/sheet/", {"file": SimpleUploadedFile("六月.xlsx", content)})
    assert "早已排好 1 行" in text_of(back)
    template = head.get("/duty/sheet/template/")
    assert io.BytesIO(b"".join(template.streaming_content)).read(2) == b"PK"
