"""The page of topics: what can be chosen on a day, when it holds, what it became; nobody changes it there."""

from datetime import date

import pytest

from huiyin.flow.times import travelling
from huiyin.people.tests.cast import make_cast
from huiyin.people.tests.pages import signed_in_as
from huiyin.rulebook.shelf import book_for, books_of
from huiyin.units.tests.trees import AT

PAGE = "/dispatch/categories/"


@pytest.fixture(params=["kaifeng", "dandong"])
def city(request, settings, db):
    settings.CITY = request.param
    with travelling(AT):
        yield request.param


@pytest.fixture
def cast(city):
    return make_cast()


def test_every_topic_of_the_day_is_shown_with_its_time(city, cast):
    answer = signed_in_as(cast["admin"]).get(PAGE)
    today = answer.context["today"]
    book = book_for(city, today)
    shown = {line.category.code for line in answer.context["lines"]}
    assert shown == {code for code, one in book.tree.by_code.items() if one.is_valid(today)}
    page = answer.content.decode()
    for leaf in book.category_leaves(today):
        assert leaf.name in page


def test_what_ended_is_shown_on_request_with_what_it_became(city, cast):
    client = signed_in_as(cast["dispatcher"])
    for book in books_of(city):
        everything = client.get(PAGE, {"day": str(book.since), "all": "1"}).context["lines"]
        assert {line.category.code for line in everything} == set(book.tree.by_code)
        for line in everything:
            assert bool(line.becomes) == bool(line.category.becomes)


def test_a_topic_stands_below_its_parent(cast):
    lines = signed_in_as(cast["director"]).get(PAGE).context["lines"]
    depth = {line.category.code: len(line.indent) for line in lines}
    for line in lines:
        if line.category.parent:
            assert depth[line.category.code] > depth[line.category.parent]


def test_a_day_that_is_none_shows_today(cast):
    answer = signed_in_as(cast["admin"]).get(PAGE, {"day": "2018-13-77"})
    assert answer.context["day"] == answer.context["today"] == date(2018, 6, 1)


def test_a_stranger_finds_nothing_and_nobody_writes(cast):
    for who in ("stranger", "unit_handler", "agent"):
        assert signed_in_as(cast[who]).get(PAGE).status_code == 404
    assert signed_in_as(cast["admin"]).post(PAGE).status_code == 405
