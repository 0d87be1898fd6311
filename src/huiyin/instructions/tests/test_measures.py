"""Times and cases are two figures; a circle counts in none; every number opens the list that it counts."""

from datetime import date

import pytest

from huiyin.flow.times import travelling
from huiyin.instructions.act import mark_late
from huiyin.instructions.measures import MEASURES, measures_of
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope


def registry_for(book) -> Registry:
    return Registry([*MEASURES, *measures_of(book)])


JUNE = {"since": date(2018, 6, 1), "until": date(2018, 7, 1)}


@pytest.fixture
def count(office):
    def counted(name: str, **scope) -> int:
        asked = Scope(**{**JUNE, **scope}, book=office.stage.book)
        with travelling(office.stage.at):
            return figure(registry_for(asked.book), name, asked).value

    return counted


@pytest.fixture
def five_words(office):
    """Two leaders on one case, one of them on two cases more, praise on a paper, a circle, one taken back."""
    board = {"channel": "message_board", "received_at": office.stage.at}
    one, two, three = office.case(), office.case("bureau"), office.stage.register(**board).case
    office.instruct(office.present(one))
    office.instruct(office.present(one, leader="city_leader"))
    office.instruct(office.present(two, three))
    office.instruct(office.present(kind="media", leader="city_leader", channel="other_online"), kind="praise")
    office.move(office.present(one), "read", "vice_mayor")
    office.move(office.instruct(office.present(two)), "recall", "vice_mayor")


def test_times_and_cases_by_hand(count, five_words):
    assert count("instructions") == 4
    assert count("instructed_cases") == 3
    assert count("circled") == 1


def test_by_kind_leader_and_channel(count, five_words):
    assert (count("instructions.demand"), count("instructions.praise")) == (3, 1)
    assert (count("instructions_by.vice_mayor"), count("instructions_by.city_leader")) == (2, 2)
    assert (count("instructions_on.message_board"), count("instructions_on.other_online")) == (1, 1)
    assert count("instructions", channel="message_board") == 1


def test_of_a_unit_and_of_another_month(office, count, five_words):
    water, bureau = (office.stage.units[key].path for key in ("water", "bureau"))
    assert (count("instructions", unit_path=water), count("instructions", unit_path=bureau)) == (2, 1)
    assert count("instructions", since=date(2018, 7, 1), until=date(2018, 8, 1)) == 0


def test_feedback_and_late_feedback(office, count, five_words):
    task = office.task(office.instruct(office.present(office.case())))
    office.move_task(office.move_task(task, "feed_back", "water.handler", account="已办"), "accept", "vice_mayor")
    given = count("instruction_tasks")
    assert given == 4 and count("instruction_feedback_on_time") == 1
    office.stage.later(days=10)
    assert mark_late(office.stage.at) == 3
    assert count("instructions_late") == 3
    assert count("instruction_on_time_rate") == 1


def test_a_paper_of_last_month_entered_today_counts_in_last_month(office, count):
    row = office.move(office.enter(office.present(office.case()), written_on=date(2018, 5, 30)), "check", "director")
    assert row.state == "in_hand"
    assert (count("instructions"), count("instructions", since=date(2018, 5, 1), until=date(2018, 6, 1))) == (0, 1)


@pytest.mark.parametrize("name", [m.name for m in MEASURES if getattr(m, "listed_at", None)])
def test_the_list_behind_a_figure_has_as_many_lines(office, count, five_words, name):
    office.stage.later(days=10)
    mark_late(office.stage.at)
    with travelling(office.stage.at):
        asked = Scope(**JUNE, book=office.stage.book)
        address = registry_for(asked.book).get(name).listed_at(asked)
    page = office.browser("director").get(address)
    key = "lines"
    assert len(page.context[key]) == count(name), address


@pytest.mark.parametrize(("city", "times"), [("kaifeng", 0), ("dandong", 0), ("haiyan", 1)])
def test_passing_on_counts_where_the_book_says_so_and_a_circle_nowhere(office_of, city, times):
    office = office_of(city)
    for mark in ("passed_on", "read"):
        row = office.enter(office.present(office.case(), leader="city_leader"), mark, "请阅示")
        if row.state == "to_check":
            office.move(row, "check", "director")
    with travelling(office.stage.at):
        scope = Scope(book=office.stage.book)
        assert figure(registry_for(scope.book), "instructions", scope).value == times
        assert figure(registry_for(scope.book), "circled", scope).value == 1
