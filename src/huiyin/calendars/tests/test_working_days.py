"""Which days are working days, and counting them."""

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.days import OutsideCalendar, fixed_holidays, workdays_of
from huiyin.calendars.notices import HolidayNotice, shipped_notices

ALMANAC = Almanac.of(shipped_notices(), version=1)
DAYS = st.dates(date(2003, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(1, 400)


def every_day(first, last):
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def test_agrees_with_two_libraries_on_every_day_on_which_they_agree():
    china = holidays.country_holidays("CN", years=range(2003, 2028))
    differing, wrong = [], []
    for day in every_day(date(2004, 1, 1), date(2026, 12, 31)):
        one, other = chinese_calendar.is_workday(day), china.is_working_day(day)
        if one != other:
            differing.append(day)
        elif ALMANAC.is_workday(day) != one:
            wrong.append(day)
    assert wrong == []
    assert differing == [date(2005, 12, 31)]


def test_saturday_31_december_2005_was_worked_as_the_notice_for_2006_says():
    # 国办发明电〔2005〕35号, first item: that Saturday's rest was moved to 2006-01-03.
    assert ALMANAC.is_workday(date(2005, 12, 31))
    assert not ALMANAC.is_workday(date(2006, 1, 3))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2025, 9, 30), 5, date(2025, 10, 14)),
        (date(2025, 9, 26), 2, date(2025, 9, 29)),
        (date(2026, 9, 29), 5, date(2026, 10, 12)),
        (date(2025, 9, 27), 1, date(2025, 9, 28)),
    ],
)
def test_known_counts_over_holidays_and_made_up_days(start, n, end):
    assert ALMANAC.add_workdays(start, n) == end


def test_the_first_day_counts_only_if_it_is_worked():
    friday, saturday, monday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
    assert ALMANAC.add_workdays(friday, 1, first_day_counts=True) == friday
    assert ALMANAC.add_workdays(friday, 2, first_day_counts=True) == monday
    assert ALMANAC.add_workdays(saturday, 1, first_day_counts=True) == monday


@given(DAYS, COUNTS)
def test_counting_equals_walking_from_day_to_day(start, n):
    day, left = start, n
    while left:
        day += timedelta(days=1)
        left -= ALMANAC.is_workday(day)
    assert ALMANAC.add_workdays(start, n) == day


@given(DAYS, COUNTS)
def test_counting_backwards_equals_walking_backwards(start, n):
    day, left = start, n
    while left:
        day -= timedelta(days=1)
        left -= ALMANAC.is_workday(day)
    assert ALMANAC.add_workdays(start, -n) == day


@given(DAYS, COUNTS)
def test_the_days_between_are_the_days_added(start, n):
    assert ALMANAC.workdays_between(start, ALMANAC.add_workdays(start, n)) == n


@given(DAYS, DAYS, COUNTS)
def test_who_begins_later_is_never_due_earlier(a, b, n):
    early, late = sorted([a, b])
    assert ALMANAC.add_workdays(early, n) <= ALMANAC.add_workdays(late, n)
    assert ALMANAC.add_workdays(early, n) < ALMANAC.add_workdays(early, n + 1)


class Counting(list):
    looked_up = 0

    def __getitem__(self, index):
        self.looked_up += 1
        return super().__getitem__(index)


def test_a_thousand_days_take_as_few_look_ups_as_one():
    def look_ups(n):
        before, ordinals = Counting(ALMANAC.days.before), Counting(ALMANAC.days.ordinals)
        counted = Almanac(1, replace(ALMANAC.days, before=before, ordinals=ordinals))
        counted.add_workdays(date(2010, 1, 4), n)
        return before.looked_up + ordinals.looked_up

    assert look_ups(1) == look_ups(1000) <= 3


def test_a_year_without_notice_has_weekends_and_the_holidays_with_fixed_dates():
    assert ALMANAC.is_provisional(date(2027, 2, 8))
    assert not ALMANAC.is_provisional(date(2026, 2, 8))
    off = [day for day in every_day(date(2027, 1, 1), date(2027, 12, 31)) if not ALMANAC.is_workday(day)]
    assert [day for day in off if day.weekday() < 5] == [day for day in fixed_holidays(2027) if day.weekday() < 5]
    assert date(2027, 5, 2) in fixed_holidays(2027)
    assert date(2024, 5, 2) not in fixed_holidays(2024)


def test_of_two_notices_about_one_day_the_later_one_holds():
    older = HolidayNotice(year=2027, title="2027年节假日安排", off=["2027-12-31 元旦"], work=[])
    newer = HolidayNotice(year=2028, title="2028年节假日安排", off=["2028-01-01 元旦"], work=["2027-12-26"])
    kept = Almanac(1, workdays_of([newer, older]))
    assert not kept.is_workday(date(2027, 12, 31))
    assert kept.is_workday(date(2027, 12, 26))
    again = HolidayNotice(year=2028, title="2028年节假日安排", off=["2028-01-01 元旦"], work=["2028-01-02"])
    assert not Almanac(1, workdays_of([again, older])).is_workday(date(2027, 12, 26))


def test_days_outside_of_the_table_are_refused_not_guessed():
    with pytest.raises(OutsideCalendar, match="2079年"):
        ALMANAC.is_workday(date(2080, 1, 1))
    with pytest.raises(OutsideCalendar):
        ALMANAC.add_workdays(date(2079, 12, 30), 9)
    with pytest.raises(OutsideCalendar):
        ALMANAC.add_workdays(date(2000, 1, 4), -9)
