"""People are called at different times of day: an attempt counts once for each."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.callbacks.slots import counts, next_slot, slot_at
from huiyin.flow.times import CITY_TZ, local
from huiyin.rulebook.tests.shelves import name_of, three_books

SLOTS = ((time(9), time(11, 30)), (time(15), time(17, 30)), (time(18, 30), time(20)))
MONDAY = date(2018, 6, 4)


def at(text, day=MONDAY):
    return datetime.combine(day, time.fromisoformat(text), CITY_TZ)


def weekdays(day):
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("moment", "slot"), [("08:59", None), ("09:00", 0), ("11:30", None), ("15:00", 1), ("19:59", 2), ("20:00", None)]
)
def test_a_moment_lies_in_one_slot_or_in_none(moment, slot):
    assert slot_at(at(moment), SLOTS) == slot


def test_an_attempt_counts_once_a_slot_and_not_between_them():
    assert counts(at("09:30"), SLOTS, ())
    assert not counts(at("10:30"), SLOTS, [(MONDAY, 0)])
    assert not counts(at("12:30"), SLOTS, ())
    assert counts(at("15:30"), SLOTS, [(MONDAY, 0)])


def test_the_next_call_is_at_another_time_of_day():
    assert next_slot(at("09:40"), SLOTS, [(MONDAY, 0)], weekdays) == at("15:00")
    assert next_slot(at("19:00"), SLOTS, [(MONDAY, 0), (MONDAY, 1)], weekdays) == at("19:00")
    assert next_slot(at("20:30"), SLOTS, [(MONDAY, 0), (MONDAY, 1)], weekdays) == at("18:30", date(2018, 6, 5))


def test_nobody_is_called_on_a_day_off():
    friday = date(2018, 6, 8)
    assert next_slot(at("20:30", friday), SLOTS, (), weekdays) == at("09:00", date(2018, 6, 11))


def test_when_every_slot_was_tried_another_day_comes():
    tries = [(MONDAY, 0), (MONDAY, 1), (MONDAY, 2)]
    assert next_slot(at("19:30"), SLOTS, tries, weekdays) == at("09:00", date(2018, 6, 5))


@pytest.mark.parametrize("book", three_books(), ids=name_of)
@given(days=st.integers(0, 330), minute=st.integers(0, 1439), tries=st.integers(1, 6))
def test_as_many_attempts_as_a_book_wants_can_be_made_each_when_it_is_due(book, days, minute, tries):
    moment, made = datetime(2018, 1, 1, tzinfo=CITY_TZ) + timedelta(days=days, minutes=minute), []
    for _ in range(tries):
        following = next_slot(moment, book.callback.slots, made, weekdays)
        assert following >= moment
        assert counts(following, book.callback.slots, made)
        made.append((local(following).date(), slot_at(following, book.callback.slots)))
        moment = following + timedelta(minutes=3)
    assert len(set(made)) == tries
