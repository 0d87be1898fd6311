"""Units that lag behind as a whole, and the figures of this room counted by hand."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huiyin.escalation.act import STEP_DOOR
from huiyin.escalation.climbing import look_at_units
from huiyin.escalation.models import ProblemFound, StepTaken
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for

pytestmark = pytest.mark.django_db


def late_cases(city, many, unit="water"):
    return [city.handed_out(unit, phone=f"1380000{n:04}") for n in range(many)]


@pytest.mark.mission(66)
def test_a_unit_is_proposed_for_a_talk_when_its_late_share_stands_out_and_it_has_enough(dandong):
    late_cases(dandong, 9)
    late_cases(dandong, 3, "west")
    dandong.goes_to(_first(dandong), days=2)
    look_at_units(dandong.stage.at, "dandong")
    late = {(one.unit.short_name, one.bad, one.of, one.over) for one in ProblemFound.objects.filter(problem="late")}
    assert ("清源供水", 9, 9, False) in late, "nine are too few to say so"
    assert StepTaken.objects.filter(step="late_talk").count() == 0
    dandong.stage.at -= timedelta(days=1)
    more = late_cases(dandong, 1)[0]
    dandong.goes_to(more, days=2)
    look_at_units(dandong.stage.at, "dandong")
    row = StepTaken.objects.get(step="late_talk")
    assert (row.unit.short_name, row.state, row.behind.count()) == ("清源供水", "proposed", 10)
    assert "占 10 件的 100.0%" in row.why
    look_at_units(dandong.stage.at, "dandong")
    assert StepTaken.objects.filter(step="late_talk").count() == 1, "once a month"
    page = dandong.client("director").get(reverse("escalation:problems")).content.decode()
    assert "10/10（100%）" in page
    own = dandong.client("west.handler").get(reverse("escalation:problems")).content.decode()
    assert "10/10" not in own


def _first(city):
    from huiyin.cases.models import Case

    return Case.objects.order_by("received_at").first()


def test_figures_by_rung_are_counted_and_the_list_behind_shows_as_many(kaifeng, monkeypatch):
    one, other = kaifeng.handed_out(), kaifeng.handed_out("west")
    kaifeng.goes_to(one, days=4)
    kaifeng.climbs()
    assert sorted(row.rung for row in StepTaken.objects.all()) == ["red", "red"]
    taken_back = StepTaken.objects.get(case=other)
    STEP_DOOR.move(
        taken_back.pk, "revoke", {"reason": "停机"}, actor=kaifeng.stage.who("director"), at=kaifeng.stage.at
    )
    kaifeng.goes_to(one, days=16)
    kaifeng.climbs()
    scope = Scope(since=date(2018, 6, 1), until=date(2018, 8, 1), book=kaifeng.stage.book)
    registry = registry_for(kaifeng.stage.book)
    talks = StepTaken.objects.filter(rung="talk").count()
    assert talks == 2
    STEP_DOOR.move(
        StepTaken.objects.get(case=one, rung="talk").pk,
        "order",
        {},
        actor=kaifeng.stage.who("director"),
        at=kaifeng.stage.at,
    )
    wanted = {"escalated.red": 1, "escalated.talk": 2, "escalation_ordered.talk": 1, "escalated.yellow": 0}
    assert {name: figure(registry, name, scope).value for name in wanted} == wanted
    water = scope.narrowed(unit_path=kaifeng.stage.units["water"].path)
    assert figure(registry, "escalated.talk", water).value == 1
    for name, many in wanted.items():
        page = kaifeng.client("director").get(registry.measure(name).listed_at(scope))
        assert len(page.context["lines"]) == many, name
    page = kaifeng.client("director").get(registry.measure("escalated.talk").listed_at(water))
    assert len(page.context["lines"]) == 1
