"""A unit's phone is told of ordinary notices together: never at night, at most so often a day as the book says."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.flow.times import CITY_TZ, local
from huiyin.notices.act import read
from huiyin.notices.models import Notice, Outgoing
from huiyin.notices.pooling import pool_for_units, window_of
from huiyin.rulebook.tests.shelves import name_of, three_books

pytestmark = pytest.mark.django_db


def pooled():
    return list(Outgoing.objects.filter(kind="pooled").order_by("made_at").values_list("text", flat=True))


def pool(city):
    city.follow()
    return pool_for_units(city.stage.at, city.stage.city)


def test_what_came_meanwhile_is_told_in_one_message(city):
    case = city.dispatched()
    city.dispatched(title="第二件")
    city.stage.move(case, "hurry", "agent")
    assert pool(city) == 1
    (text,) = pooled()
    assert "您单位有新消息：新工单2条、诉求人催单1条" in text
    assert case.number not in text
    assert pool(city) == 0


@pytest.mark.parametrize("n", range(3))
def test_at_most_so_often_a_day_as_the_book_says(city, n):
    start = datetime.combine(city.stage.at.date() + timedelta(days=n), time(0, 1), CITY_TZ)
    told = 0
    for hour in range(24):
        city.stage.at = start + timedelta(hours=hour)
        city.dispatched(title=f"第{hour}件")
        told += pool(city)
    assert 1 <= told <= city.book.messages.ordinary_messages_per_unit_day
    rules = city.book.messages
    for message in Outgoing.objects.filter(kind="pooled"):
        assert not rules.is_quiet(local(message.made_at).time())
    # Nothing is lost: what was not told today is told tomorrow.
    city.stage.at = start + timedelta(days=1, hours=10)
    assert pool(city) == 1
    assert not Notice.objects.filter(pooled_at=None, unit__isnull=False, urgent=False).exists()


def test_what_was_read_already_is_not_told_again(kaifeng):
    kaifeng.dispatched()
    kaifeng.follow()
    handler = kaifeng.stage.who("water.handler")
    read(Notice.objects.filter(unit=kaifeng.stage.units["water"]), actor=handler, at=kaifeng.stage.at)
    assert pool(kaifeng) == 0


def test_what_is_urgent_is_not_pooled(kaifeng):
    kaifeng.stage.move(
        kaifeng.stage.register(urgency="critical").case, "dispatch", "dispatcher", lead=kaifeng.stage.units["water"].pk
    )
    assert pool(kaifeng) == 0


def test_each_unit_has_its_own_message(kaifeng):
    kaifeng.dispatched("water")
    kaifeng.dispatched("west")
    assert pool(kaifeng) == 2


def test_it_is_sent_to_the_number_that_the_unit_named(kaifeng):
    water = kaifeng.stage.units["water"]
    water.messages = "13600001234"
    water.save()
    kaifeng.dispatched()
    pool(kaifeng)
    assert [line["to"] for line in kaifeng.send() if "您单位有新消息" in line["text"]] == ["13600001234"]


@pytest.mark.parametrize("book", three_books(), ids=name_of)
@given(minute=st.integers(0, 3 * 24 * 60))
def test_every_waking_moment_lies_in_one_of_as_many_parts_as_messages(book, minute):
    at, rules = datetime(2018, 6, 4, tzinfo=CITY_TZ) + timedelta(minutes=minute), book.messages
    if rules.is_quiet(local(at).time()):
        return
    day, part = window_of(at, rules)
    assert 0 <= part < rules.ordinary_messages_per_unit_day
    assert day in (local(at).date(), local(at).date() - timedelta(days=1))


def test_the_second_message_of_the_day_does_not_come_before_the_middle_of_it():
    rules = three_books()[0].messages
    day = date(2018, 6, 4)

    def part(hour, minute=0):
        return window_of(datetime.combine(day, time(hour, minute), CITY_TZ), rules)

    assert part(7) == part(14, 29) == (day, 0)
    assert part(14, 30) == part(21, 59) == (day, 1)
