"""Figures that are counted ahead are the figures: whatever was done, kept, rebuilt and live are the same."""

import os
from datetime import date
from unittest.mock import patch

import pytest
from counted_ahead import differences, table
from hypothesis import HealthCheck, Phase
from hypothesis import settings as playing
from hypothesis.stateful import run_state_machine_as_test

from huiyin.assessment.tests.month import busier, eventful
from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import CITIES
from huiyin.cases.tests.stage import set_stage
from huiyin.cases.tests.test_random_play import Play
from huiyin.flow.times import travelling
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.measures.scope import Scope
from huiyin.rollups.asking import kept
from huiyin.rollups.keeping import complete, rebuild, work_off
from huiyin.rollups.models import Cell, Mark
from huiyin.statistics import crossing
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.crossing import cross, dimensions
from huiyin.statistics.quick import cells_ahead

CROSSED = (
    ("accepted", ("month", "category1")), ("unit_dispatched", ("unit1", "week")), ("rejected", ("unit", "quarter")),
    ("signed", ("unit2", "kind")), ("settled_on_time", ("channel", "territory")), ("satisfied", ("year", "family")),
)  # fmt: skip

PLAYS = int(os.environ.get("HUIYIN_PLAYS", "1"))
"""How many plays a city: more are played on demand."""


def follow(at):
    deliver_all(lambda: at)
    assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))


def owe_again():
    """Owe all work once more: everything is delivered at least once."""
    Owed.objects.bulk_create(Owed(event_id=e.id, recorded_at=e.recorded_at, verb=e.verb) for e in Event.objects.all())


@pytest.mark.parametrize("city", ["kaifeng"])
def test_an_eventful_month_is_kept_as_it_is_counted(db, settings, city):
    settings.CITY = city
    complete()
    stage, _ = eventful(city)
    busier(stage)
    with travelling(stage.at):
        # Nothing was delivered: what is owed is counted on the spot.
        assert kept("accepted", Scope(book=stage.book)) == {(): Case.objects.count()}
        assert Cell.objects.count() == 0
        follow(stage.at)
        work_off()
        found, compared = differences(stage.book, stage.at)
        assert found == []
        assert compared > 4_000
        the_crossings_are_the_same(stage.book)
        before = table()
        owe_again()
        follow(stage.at)
        assert Mark.objects.count() > 50
        work_off()
        assert table() == before
        assert rebuild() == Case.objects.count()
        assert table() == before


def the_crossings_are_the_same(book):
    """What the page of statistics crosses is the same from the counters and from the cases, and comes from the counters."""
    registry, scope = registry_for(book), Scope(since=date(2018, 1, 1), until=date(2019, 1, 1), book=book)
    for name, codes in CROSSED:
        by = [dimensions(scope)[code] for code in codes]
        assert cells_ahead(registry.measure(name), scope, [one.ahead for one in by])
        ahead = cross(registry, name, scope, by).cells
        with patch.object(crossing, "cells_ahead", return_value=None):
            assert ahead == cross(registry, name, scope, by).cells


class Counting(Play):
    """Play at whose end the counters are compared; what it looks at otherwise is another test's."""

    seen = 0

    def teardown(self):
        at = self.stage.at
        with travelling(at):
            follow(at)
            # First all of it is counted on the spot, then it is in the counters.
            assert differences(self.stage.book, at, most=2, crossed=False)[0] == []
            work_off()
            found, compared = differences(self.stage.book, at, most=4)
            assert found == []
            before = table()
            rebuild()
            assert table() == before
        Counting.seen += compared
        super().teardown()

    def look_around(self):
        """Leave it to the other test."""


@pytest.mark.parametrize("city", CITIES)
def test_whatever_anybody_does_is_counted(city, db, settings):
    settings.CITY = city
    Counting.stage, Counting.seen = set_stage(city), 0
    complete()
    run_state_machine_as_test(
        Counting,
        settings=playing(
            max_examples=PLAYS, stateful_step_count=8, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
    assert Counting.seen > 400 * PLAYS
