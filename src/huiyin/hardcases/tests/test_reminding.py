"""The owner is reminded before a review and when it is due, once each; the units of a season before it comes."""

from datetime import date, datetime

import pytest

from huiyin.flow.times import CITY_TZ
from huiyin.hardcases.reminding import remind_of_reviews, remind_of_seasons
from huiyin.journal.models import Event
from huiyin.rulebook.shelf import all_books
from huiyin.units.models import Unit


def reminders(kind):
    return [e for e in Event.objects.filter(verb="hardcase.review_due") if e.said["kind"] == kind]


def test_the_owner_is_reminded_before_and_when_it_is_due_and_not_again(ledger):
    row = ledger.accepted()
    assert remind_of_reviews(ledger.stage.at) == 0, "five days before: Haiyan reminds two days before"
    ledger.stage.later(days=3)
    assert [remind_of_reviews(ledger.stage.at) for _ in range(2)] == [1, 0]
    ledger.stage.later(days=2)
    assert [remind_of_reviews(ledger.stage.at) for _ in range(2)] == [1, 0]
    assert (len(reminders("soon")), len(reminders("late"))) == (1, 1)
    assert reminders("late")[0].said["unit"] == str(row.owner_id)
    ledger.take(row, "review", "water.handler", words="没有变化", ripe=False, review_on=ledger.day(7))
    assert remind_of_reviews(ledger.stage.at) == 0
    ledger.stage.later(days=7)
    assert remind_of_reviews(ledger.stage.at) == 1, "the next review has its own reminder"


def test_the_review_of_a_suspension_is_reminded_of_by_the_cases_alone(ledger):
    row = ledger.suspended()
    ledger.stage.later(days=10)
    assert remind_of_reviews(ledger.stage.at) == 0
    ledger.take(row, "review", "supervisor", words="仍未立项", ripe=False, review_on=ledger.day(14))
    ledger.stage.later(days=14)
    assert remind_of_reviews(ledger.stage.at) == 1


def test_units_are_told_of_a_season_before_it_comes_and_once_a_year(ledger):
    units = Unit.objects.filter(depth=1)
    units.update(peer_group="department")
    june = datetime(2020, 6, 20, 9, tzinfo=CITY_TZ)
    assert remind_of_seasons(june) == 0, "Haiyan reminds ten days before 1 July"
    assert [remind_of_seasons(june.replace(day=21)) for _ in range(2)] == [units.count(), 0]
    assert remind_of_seasons(june.replace(month=7)) == 0, "it has begun"
    assert remind_of_seasons(datetime(2021, 6, 25, 9, tzinfo=CITY_TZ)) == units.count()
    said = Event.objects.filter(verb="season.remind").first().said
    assert (said["season"], said["topics"], said["begins"]) == ("台风季", ["海堤"], "2020-07-01")


@pytest.mark.parametrize(
    ("day", "runs"),
    [(date(2018, 11, 14), False), (date(2018, 11, 15), True), (date(2019, 1, 1), True), (date(2019, 3, 15), True),
     (date(2019, 3, 16), False)],
)  # fmt: skip
def test_winter_runs_over_the_new_year(day, runs):
    book = next(one for one in all_books() if one.city_code == "kaifeng")
    winter = next(one for one in book.seasons if one.code == "winter")
    assert winter.is_running(day) is runs


def test_both_cities_know_the_nine_matters_of_the_seasons():
    for book in all_books():
        if book.city_code in {"kaifeng", "dandong"}:
            counts = {season.code: len(season.topics) for season in book.seasons}
            assert counts == {"winter": 2, "rain": 3, "summer": 4}
