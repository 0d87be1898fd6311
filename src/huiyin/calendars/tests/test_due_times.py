"""When a limit ends: office hours, first days, ends of days, pauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.calendars.arithmetic import ONE_WORKDAY, Almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.flow.times import CITY_TZ, local
from huiyin.rulebook.limits import Limit, OfficeHours

ALMANAC = Almanac.of(shipped_notices(), version=7)
OFFICES = [
    OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")]),
    OfficeHours(spans=[("09:00", "17:00")]),
    OfficeHours(spans=[("00:00", "00:00")]),
]
BASE = datetime(2004, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 22 * 365 * 86_400).map(lambda seconds: BASE + timedelta(seconds=seconds))
SPANS = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
LIMITS = st.builds(
    lambda amount, unit, flags: Limit.parse(f"{amount}{unit}{flags}"),
    st.integers(1, 90),
    st.sampled_from(["m", "h", "d", "wd"]),
    st.sampled_from(["", "+at_once", "+midnight", "+office_close", "+first_day+midnight", "+first_day+office_close"]),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TZ)


def due(start, limit, office=OFFICES[0]):
    return f"{local(ALMANAC.due(at(start), Limit.parse(limit), office).at):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2025-09-30T10:00", "5wd", "2025-10-14 10:00"),
        ("2025-09-26T10:00", "2wd", "2025-09-29 10:00"),
        ("2026-09-29T10:00", "5wd", "2026-10-12 10:00"),
        ("2026-03-06T20:00", "1wd", "2026-03-10 08:30"),  # Friday night counts from Monday's opening
        ("2026-03-06T13:00", "1wd", "2026-03-09 14:30"),  # at lunch from the afternoon's opening
        ("2026-03-06T18:00", "1wd", "2026-03-10 08:30"),  # closing time is after hours
        ("2026-03-06T10:00", "1wd+office_close", "2026-03-09 18:00"),
        ("2026-03-06T10:00", "1wd+midnight", "2026-03-09 23:59"),
        ("2026-03-06T10:00", "1wd+first_day+office_close", "2026-03-06 18:00"),
        ("2026-03-06T20:00", "1wd+first_day+office_close", "2026-03-09 18:00"),
        ("2026-03-06T20:00", "1wd+first_day+office_close+at_once", "2026-03-09 18:00"),
        ("2026-03-06T17:50", "30m", "2026-03-09 08:50"),
        ("2026-03-06T11:50", "30m", "2026-03-06 14:50"),
        ("2026-03-06T11:30", "30m", "2026-03-06 12:00"),  # ends with the morning, not with the next opening
        ("2026-03-06T20:00", "2h", "2026-03-09 10:30"),
        ("2026-03-06T20:00", "2h+at_once", "2026-03-06 22:00"),
        ("2026-03-06T20:00", "7d", "2026-03-13 20:00"),
        ("2026-03-06T20:00", "3d+midnight", "2026-03-09 23:59"),
        ("2026-03-06T20:00", "3d+first_day+midnight", "2026-03-08 23:59"),
    ],
)
def test_due_times_that_a_clerk_can_check(start, limit, end):
    assert due(start, limit) == end


def test_how_it_was_counted_is_told():
    answer = ALMANAC.due(at("2025-09-30T10:00"), Limit.parse("5wd"), OFFICES[0])
    assert answer.counted == (
        "自2025-09-30 10:00起，首日不计，满5个工作日，其间休息9天不计，调休上班10月11日计入，至2025-10-14 10:00"
    )
    assert (answer.provisional, answer.version) == (False, 7)


def test_waiting_for_the_opening_is_told():
    counted = ALMANAC.due(at("2026-03-06T20:00"), Limit.parse("30m"), OFFICES[0]).counted
    assert counted == "2026-03-06 20:00不在办公时间，自2026-03-09 08:30起，只计办公时间，满30分钟，至2026-03-09 09:00"


def test_a_limit_that_reaches_a_year_without_notice_is_provisional_and_says_so():
    answer = ALMANAC.due(at("2026-12-30T10:00"), Limit.parse("5wd"), OFFICES[0])
    assert answer.provisional
    assert "2027年放假安排尚未发布" in answer.counted


def test_natural_days_do_not_depend_on_any_notice():
    answer = ALMANAC.due(at("2026-12-30T10:00"), Limit.parse("15d"), OFFICES[0])
    assert not answer.provisional
    assert "尚未发布" not in answer.counted


def test_the_zone_in_which_a_moment_is_told_does_not_matter():
    start = at("2025-09-30T10:00")
    here = ALMANAC.due(start, ONE_WORKDAY, OFFICES[0])
    assert ALMANAC.due(start.astimezone(UTC), ONE_WORKDAY, OFFICES[0]).at == here.at


@given(MOMENTS, LIMITS, st.sampled_from(OFFICES))
def test_every_limit_ends_after_it_begins_and_never_in_summer_time(start, limit, office):
    end = ALMANAC.due(start, limit, office).at
    assert end > start
    assert local(end).utcoffset() == timedelta(hours=8)


@given(MOMENTS, MOMENTS, LIMITS, st.sampled_from(OFFICES))
def test_who_begins_later_is_never_due_earlier(a, b, limit, office):
    early, late = sorted([a, b])
    assert ALMANAC.due(early, limit, office).at <= ALMANAC.due(late, limit, office).at


@given(MOMENTS, MOMENTS, st.sampled_from(OFFICES))
def test_office_time_equals_the_sum_over_the_days(a, b, office):
    early, late = sorted([a, b])
    assume(late - early < timedelta(days=400))
    total, day = timedelta(0), local(early).date()
    while day <= local(late).date():
        if ALMANAC.is_workday(day):
            for start, end in office.minutes:
                opens = datetime(day.year, day.month, day.day, tzinfo=CITY_TZ) + timedelta(minutes=start)
                closes = datetime(day.year, day.month, day.day, tzinfo=CITY_TZ) + timedelta(minutes=end)
                total += max(min(closes, late) - max(opens, early), timedelta(0))
        day += timedelta(days=1)
    assert ALMANAC.office_time_between(early, late, office) == total
    assert ALMANAC.office_minutes_between(early, late, office) == total // timedelta(minutes=1)


@given(MOMENTS, SPANS, st.sampled_from(OFFICES))
def test_adding_office_time_and_measuring_it_agree(start, span, office):
    later = ALMANAC.add_office_time(start, span, office)
    assert later >= start
    assert ALMANAC.office_time_between(start, later, office) == span
    assert ALMANAC.office_time_between(ALMANAC.add_office_time(start, -span, office), start, office) == span


@given(MOMENTS, SPANS, LIMITS, st.sampled_from(OFFICES))
def test_a_pause_moves_the_due_time_by_exactly_the_time_it_took(start, pause, limit, office):
    before = ALMANAC.due(start, limit, office).at
    after = ALMANAC.add_back(before, pause, limit, office)
    assert ALMANAC.time_between(before, after, limit, office) == pause


@given(MOMENTS, LIMITS, st.sampled_from(OFFICES))
def test_a_limit_later_and_a_limit_earlier_meet_again(start, limit, office):
    assume(limit.unit != "workday" or ALMANAC.is_workday(local(start).date()))
    back = ALMANAC.shifted(ALMANAC.shifted(start, limit, office), limit, office, times=-1)
    if limit.unit == "workday" or limit.natural:
        assert back == start
    else:
        assert ALMANAC.office_time_between(back, start, office) == timedelta(0)


def test_a_pause_of_whole_days_keeps_the_end_of_the_day():
    a_day = timedelta(minutes=OFFICES[0].minutes_a_day)
    moved = ALMANAC.add_back(at("2026-03-06T23:59:59"), a_day, Limit.parse("1wd+midnight"), OFFICES[0])
    assert moved == at("2026-03-09T23:59:59")


def test_after_a_pause_at_least_one_working_day_is_left():
    resumed = at("2026-03-09T16:00")
    moved = ALMANAC.add_back(
        at("2026-03-09T16:30"), timedelta(minutes=10), Limit.parse("5wd"), OFFICES[0],
        resumed_at=resumed, least=ONE_WORKDAY,
    )  # fmt: skip
    assert moved == at("2026-03-10T16:00")


def test_the_next_opening_after_a_long_holiday():
    assert ALMANAC.next_opening(at("2025-09-30T18:00"), OFFICES[0]) == at("2025-10-09T08:30")
    assert ALMANAC.next_opening(at("2025-10-11T09:00"), OFFICES[0]) == at("2025-10-11T09:00")
    assert ALMANAC.is_workday(date(2025, 10, 11))
