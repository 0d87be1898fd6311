"""What a notice may say, and what is told to the one whose file is wrong."""

import pytest

from huiyin.calendars.notices import BadNotice, read_notices, shipped_notices

GOOD = """
[[notice]]
year = 2027
title = "国务院办公厅关于2027年部分节假日安排的通知"
off = ["2027-01-01..2027-01-03 元旦", "2027-02-05..2027-02-11 春节"]
work = ["2027-02-13", "2027-01-30"]
"""


def test_a_good_notice_is_read():
    (notice,) = read_notices(GOOD)
    assert (notice.year, len(notice.days_off()), notice.off[1].name) == (2027, 10, "春节")
    assert [str(day) for day in notice.work] == ["2027-01-30", "2027-02-13"]
    assert [rest.text for rest in notice.off] == ["2027-01-01..2027-01-03 元旦", "2027-02-05..2027-02-11 春节"]


@pytest.mark.parametrize(
    ("bad", "good", "reason"),
    [
        ("2027-02-13", "2027-02-15", "调休上班日应为周末：2027-02-15"),
        ("2027-02-13", "2027-01-02", "既放假又上班：2027-01-02"),
        ("2027-01-03 ", "2026-01-03 ", "首尾颠倒或过长"),
        ("2027-01-03 ", "2028-01-03 ", "首尾颠倒或过长"),
        ("year = 2027", "year = 2026", "不属于2026年"),
        ("year = 2027", "", "notice[0].year：缺少这一项"),
        ("work =", "works =", "notice[0].works：没有这个键"),
        ("2027-01-01", "元旦那天", "notice[0].off[0].first：应是日期"),
        ("[[notice]]", "", "没有 [[notice]]"),
        ("[[notice]]", "[[notice", "不是合格的 TOML 文件"),
    ],
)
def test_a_bad_notice_is_refused_with_the_place_and_the_reason(bad, good, reason):
    with pytest.raises(BadNotice) as refused:
        read_notices(GOOD.replace(bad, good))
    assert reason in str(refused.value)


def test_all_reasons_are_told_at_once():
    with pytest.raises(BadNotice) as refused:
        read_notices(GOOD.replace("2027-02-13", "2027-02-15").replace("title", "titel"))
    assert len(refused.value.reasons) == 3


def test_the_product_brings_a_notice_for_every_year_since_2004():
    assert [notice.year for notice in shipped_notices()] == list(range(2004, 2027))
