"""Units that lag behind as a whole, and the figures of this room counted by hand."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huiyin.escalation.act import STEP_DOOR
from huiyin.escalation.climbing import look_at_units
from huiyin.escalation.models import ProblemFound, StepTaken
from huiyin.journal.work import deliver_all
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for
from huiyin.supervision.models import Order

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


def test_several_steps_against_units_and_about_cases_are_decided_at_once(kaifeng, monkeypatch):
    monkeypatch.setattr("huiyin.flow.times.now", lambda: kaifeng.stage.at)
    supervisor, director = kaifeng.client("supervisor"), kaifeng.client("director")
    case = kaifeng.handed_out("west")
    unit = {name: str(kaifeng.stage.units[name].pk) for name in ("water", "bureau")}
    whole = [{"rung": "order", "unit": pk, "why": "整体滞后", "move_key": f"k{pk}"} for pk in unit.values()]
    for said in (*whole, {"rung": "talk", "case": case.number, "whom": "分管区长", "why": "多次重办", "move_key": "c"}):
        assert supervisor.post(reverse("escalation:new"), said).status_code == 302
    water, bureau, west = StepTaken.objects.order_by("number")
    page = director.get(reverse("escalation:index")).content.decode()
    assert page.count('name="steps"') == 3
    # The supervisor may order supervision, and no talk: that step has no box for him, and his sending leaves it.
    assert supervisor.get(reverse("escalation:index")).content.decode().count('name="steps"') == 2
    address = reverse("escalation:decide")
    ticked = {"steps": [water.number, west.number], "do": "order", "carry_out_by": "2018-06-30", "move_key": "o"}
    told = supervisor.post(address, ticked, follow=True).content.decode()
    assert "已下达 1 项" in told
    assert "1 项已由别人决定" in told
    refused = {"steps": [bureau.number, west.number], "do": "set_aside", "decision": "", "move_key": "s"}
    assert director.post(address, refused, follow=True).content.decode().count("不予采取的理由") >= 2
    director.post(address, {**refused, "decision": "已整改", "move_key": "t"})
    director.post(address, {**refused, "do": "order", "move_key": "u"})
    states = dict(StepTaken.objects.values_list("number", "state"))
    assert states == {water.number: "ordered", bureau.number: "set_aside", west.number: "set_aside"}
    deliver_all(lambda: kaifeng.stage.at)
    order = Order.objects.get()
    assert (order.unit, order.centre, order.supervised.count()) == (kaifeng.stage.units["water"], None, 0)
