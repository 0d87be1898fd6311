"""Time limits as a rulebook writes them, and office hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from huiyin.rulebook.limits import Limit, OfficeHours

LIMITS = st.builds(
    Limit,
    amount=st.integers(1, 999_999),
    unit=st.sampled_from(["minute", "hour", "day", "workday"]),
    first_day_counts=st.just(False),
    ends=st.sampled_from(["same_time", "office_close", "midnight"]),
    after_hours=st.sampled_from(["next_opening", "at_once"]),
    starts=st.sampled_from(["dispatch", "sign", "accept", "event"]),
)


@pytest.mark.parametrize(
    ("text", "label", "natural"),
    [
        ("30m", "30分钟", False),
        ("24h", "24小时", False),
        ("24h+at_once", "24小时", True),
        ("7d", "7个自然日", True),
        ("5wd", "5个工作日", False),
        ("5wd+at_once", "5个工作日", False),
    ],
)
def test_short_texts_say_amount_unit_and_whether_nights_count(text, label, natural):
    limit = Limit.parse(text)
    assert (limit.label, limit.natural, limit.text) == (label, natural, text)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("3个工作日", "3wd"),
        ("3 工作日", "3wd"),
        ("２４小时", "24h"),
        ("30分钟", "30m"),
        ("7天", "7d"),
        ("7个自然日", "7d"),
    ],
)
def test_a_limit_can_be_written_as_people_write_it(written, short):
    assert Limit.parse(written) == Limit.parse(short)


@given(LIMITS)
def test_what_a_limit_says_of_itself_is_read_as_its_amount_and_unit(limit):
    read = Limit.parse(limit.label)
    assert (read.amount, read.unit) == (limit.amount, limit.unit)


@given(LIMITS)
def test_the_short_text_of_a_limit_reads_as_the_same_limit(limit):
    assert Limit.parse(limit.text) == limit


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "5 wd", "-1h", "5wd+tomorrow", "5WD", "1.5h", "五天", "5个", "工作日", "3个工作日+at_once"]
)
def test_what_is_no_limit_is_refused_with_examples(text):
    with pytest.raises(ValidationError, match="应如 30m、24h、7d、5wd"):
        Limit.parse(text)


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(ValidationError):
        Limit.parse("0d")


@pytest.mark.parametrize("unit", ["d", "wd"])
def test_if_the_first_day_counts_the_limit_must_end_with_a_day(unit):
    assert Limit.parse(f"1{unit}+first_day+office_close").first_day_counts
    with pytest.raises(ValidationError, match="首日计入"):
        Limit.parse(f"1{unit}+first_day")


def test_office_hours_are_counted_in_minutes_and_midnight_ends_a_day():
    assert OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")]).minutes == ((510, 720), (870, 1080))
    assert OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")]).minutes_a_day == 420
    assert OfficeHours(spans=[("00:00", "00:00")]).minutes_a_day == 24 * 60


@pytest.mark.parametrize(
    "spans",
    [
        [("12:00", "08:30")],
        [("08:30", "12:00"), ("11:00", "18:00")],
        [("08:30", "12:00"), ("12:00", "18:00")],
        [("14:30", "18:00"), ("08:30", "12:00")],
        [("20:00", "00:00"), ("08:30", "12:00")],
        [],
    ],
)
def test_office_hours_that_cannot_be_are_refused(spans):
    with pytest.raises(ValidationError):
        OfficeHours(spans=spans)
