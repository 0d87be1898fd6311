"""From one cut-off to the next: weeks that close on Thursday at 16:00, months from the 26th to the 25th, calendar time."""

from datetime import date, datetime, time
from itertools import islice, pairwise
from types import SimpleNamespace

import pytest

from huiyin.briefs.periods import Period, closed, last_closed, named, one_before, running, to_date, year_before
from huiyin.flow.times import CITY_TZ


def rule(rhythm, weekday=None, on=None, at=None):
    return SimpleNamespace(rhythm=rhythm, closes_weekday=weekday, closes_on=on, closes_at=at)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TZ)


WEEK = rule("weekly", weekday=4, at=time(16))
MONTH = rule("monthly", on=25)


def test_a_week_is_over_on_thursday_at_four():
    before = last_closed(WEEK, moment("2018-06-28T15:59"))
    after = last_closed(WEEK, moment("2018-06-28T16:00"))
    assert (before.since, before.until) == (date(2018, 6, 14), date(2018, 6, 21))
    assert (after.since, after.until, after.hour) == (date(2018, 6, 21), date(2018, 6, 28), time(16))
    assert after.label == "2018年6月21日至28日"
    assert running(WEEK, moment("2018-06-28T15:59")).ends_at == moment("2018-06-28T16:00")


def test_a_month_from_the_26th_to_the_25th_is_called_after_its_end():
    found = last_closed(MONTH, moment("2018-01-26T00:00"))
    assert (found.since, found.last, found.label) == (date(2017, 12, 26), date(2018, 1, 25), "2018年1月")
    assert last_closed(MONTH, moment("2018-01-25T23:59")).label == "2017年12月"
    assert year_before(found, MONTH) == Period(date(2016, 12, 26), date(2017, 1, 26), "monthly")


@pytest.mark.parametrize(
    ("rhythm", "label", "since", "before"),
    [
        ("monthly", "2018年2月", date(2018, 2, 1), "2018年1月"),
        ("quarterly", "2017年第四季度", date(2017, 10, 1), "2017年第三季度"),
        ("half_year", "2017年下半年", date(2017, 7, 1), "2017年上半年"),
        ("yearly", "2017年", date(2017, 1, 1), "2016年"),
    ],
    ids=["month", "quarter", "half", "year"],
)
def test_calendar_time(rhythm, label, since, before):
    by = rule(rhythm)
    found = last_closed(by, moment("2018-03-01T00:00"))
    assert (found.label, found.since, one_before(found, by).label) == (label, since, before)


def test_periods_follow_each_other_without_a_gap():
    for by in (WEEK, MONTH, rule("quarterly"), rule("weekly", weekday=7)):
        periods = list(islice(closed(by, moment("2018-07-02T09:00")), 20))
        assert all(later.since == earlier.until for later, earlier in pairwise(periods))
        assert one_before(periods[0], by) == periods[1]


def test_a_paper_of_two_periods_names_both():
    half = last_closed(rule("half_year"), moment("2018-08-01T00:00"))
    july = last_closed(rule("monthly"), moment("2018-08-01T00:00"))
    assert named(half, july) == "2018年上半年暨7月份"
    assert Period.read_back(july.as_json()) == july


def test_the_same_week_of_the_year_before_begins_on_the_same_weekday():
    week = last_closed(WEEK, moment("2018-06-28T16:00"))
    assert year_before(week, WEEK).since.isoweekday() == week.since.isoweekday() == 4


def test_the_year_to_date_ends_with_the_period():
    assert to_date(last_closed(MONTH, moment("2018-06-30T00:00"))) == Period(date(2018, 1, 1), date(2018, 6, 26))
    assert to_date(last_closed(rule("yearly"), moment("2018-06-30T00:00"))).since == date(2017, 1, 1)


def test_a_free_stretch_is_compared_with_as_many_days_before():
    days = Period(date(2018, 10, 1), date(2018, 10, 8))
    assert one_before(days, rule("none")) == Period(date(2018, 9, 24), date(2018, 10, 1))
    assert year_before(Period(date(2020, 2, 29), date(2020, 3, 1)), rule("none")).since == date(2019, 2, 28)
