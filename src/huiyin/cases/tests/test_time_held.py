"""The account of time in sum: every hour of every case has one holder, whatever the period, and units have their own."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db.models import Model

from huiyin.cases.measures import TIME
from huiyin.cases.models import Application, Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Span
from huiyin.flow.times import travelling
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

PARTS = [one.name for one in TIME if one.name != "held"]
EVER = Scope()


@pytest.fixture
def busy(stage: Stage) -> Stage:
    """A case that went through approval, a return, another unit and below it, and an answer; and one that waits."""
    stage.register(phone="13900002222")
    case = stage.register(important=True).case
    stage.later(minutes=10)
    case = stage.dispatch(case)
    stage.later(minutes=20)
    stage.move_share(
        stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案", leader="某"
    )
    stage.later(minutes=30)
    lead = stage.units["bureau"].pk
    stage.decide(Application.objects.get(case=case), "reassign", "dispatcher", decision="改派", lead=lead)
    stage.later(minutes=5)
    share = stage.sign(case, "bureau")
    stage.later(minutes=15)
    stage.move_share(share, "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    stage.later(days=1)
    stage.sign(case, "office")
    below = stage.move_share(stage.share(case, "office"), "reply", "office.handler", **stage.reply_said(case))
    stage.later(minutes=45)
    stage.move_share(below, "accept_below", "bureau.handler")
    stage.reply(case, "bureau")
    stage.later(minutes=25)
    stage.finish(stage.pass_audit(stage.reload(case)))
    stage.later(days=1)
    return stage


def hours(stage: Stage, name: str, scope: Scope = EVER) -> Fraction:
    with travelling(stage.at):
        value = figure(Registry(TIME), name, scope).value
    assert isinstance(value, Fraction)
    return value


def minutes(number: int) -> Fraction:
    return Fraction(number, 60)


def test_the_parts_are_the_whole_and_each_is_what_the_holder_had(busy: Stage) -> None:
    whole = hours(busy, "held")
    assert sum(hours(busy, name) for name in PARTS) == whole
    lasted = sum((((row.until or busy.at) - row.since) for row in Span.objects.all()), timedelta(0))
    assert whole == Fraction(lasted // timedelta(microseconds=1), 3_600_000_000)
    assert hours(busy, "held_in_return") == minutes(30)
    assert hours(busy, "held_by_units") == minutes(20 + 5 + 15 + 24 * 60 + 45)


def test_each_unit_has_the_time_that_it_and_those_below_it_had(busy: Stage) -> None:
    def of(key: str) -> Fraction:
        return hours(busy, "held_by_units", Scope(unit_path=busy.units[key].path))

    assert (of("water"), of("office"), of("west")) == (minutes(20), 24, 0)
    assert of("bureau") == minutes(5 + 15 + 45) + of("office")
    first_level = [unit for unit in busy.units.values() if unit.depth == 1]
    assert sum(of(key) for key, unit in busy.units.items() if unit in first_level) == hours(busy, "held_by_units")
    # What the centre took over a case is shown to the unit that has the case.
    took = {key: hours(busy, "held_in_return", Scope(unit_path=busy.units[key].path)) for key in ("bureau", "west")}
    assert took == {"bureau": minutes(30), "west": 0}


def test_two_periods_have_what_both_together_have(busy: Stage) -> None:
    first = busy.at.date() - timedelta(days=1)
    for name in ("held", *PARTS):
        both = hours(busy, name, Scope(since=date(2018, 1, 1)))
        apart = [Scope(since=date(2018, 1, 1), until=first), Scope(since=first)]
        assert sum(hours(busy, name, one) for one in apart) == both


def test_the_figure_leads_back_to_the_cases(busy: Stage) -> None:
    with travelling(busy.at):
        rows = figure(Registry(TIME), "held_in_return", EVER).rows
    case: Model = Case.objects.get(returns=1)
    assert {row.case_id for row in rows} == {case.pk}


def test_a_topic_has_its_own_time(busy: Stage) -> None:
    topic = Case.objects.get(returns=1).category
    assert hours(busy, "held", Scope(category=topic)) == hours(busy, "held")
    assert hours(busy, "held", Scope(channel="visit")) == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_the_sums_are_the_same() -> None:
    stage = set_stage("dandong")
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=90)
    assert hours(stage, "held_by_units") == hours(stage, "held") == minutes(90)
    assert hours(stage, "held_by_units", Scope(unit_path=stage.units["water"].path, channel=case.channel)) == minutes(
        90
    )
    assert hours(stage, "held", Scope(until=stage.at.date())) == 0
