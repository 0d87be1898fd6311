"""Warnings: a heap of letters is told to the centre and to the unit, once, and somebody does something about it."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import text_of
from huiyin.flow.table import Refused
from huiyin.insight.act import move_alert, move_preparation
from huiyin.insight.models import Alert, Preparation
from huiyin.insight.preparing import ask_for_preparations
from huiyin.insight.states import AlertState, PreparationState
from huiyin.insight.watching import watch
from huiyin.notices.models import Notice
from huiyin.units.models import Unit


@pytest.fixture
def heap(town):
    """A quiet month with one letter, then six within a day, all with the water works."""
    first = town.stalls(1)[0]
    Case.objects.filter(pk=first.pk).update(received_at=town.stage.at - timedelta(days=30))
    cases = town.stalls(6, since=1)
    water = town.stage.units["water"]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(lead_unit=water, lead_path=water.path)
    return town


@pytest.mark.mission(73, 138)
def test_a_heap_is_found_told_to_centre_and_unit_and_acted_on(heap):
    town = heap
    assert watch(town.stage.at)[0] == 2, "one of the city, one of the unit"
    assert watch(town.stage.at) == (0, 0), "and once"
    town.follow()
    city, own = Alert.objects.get(unit=None), Alert.objects.get(unit__isnull=False)
    assert (city.kind, city.found, city.people) == ("sudden", 6, 6)
    assert "近2天6件" in city.said
    told = set(Notice.objects.filter(kind="warning").values_list("unit__short_name", "text"))
    assert {unit for unit, _ in told} >= {own.unit.short_name}
    editor, unit = town.browser("editor"), town.browser("water.handler")
    page = text_of(editor.get("/insight/alerts/"))
    assert "突发性" in page and "短时间内集中出现" in page
    mine = text_of(unit.get("/insight/alerts/"))
    assert str(own.pk) in mine and str(city.pk) not in mine, "a unit sees warnings of its own part"
    assert unit.get(f"/insight/alerts/{city.pk}/").status_code == 404
    assert city.said in text_of(editor.get(f"/insight/alerts/{city.pk}/"))
    assert unit.post(f"/moves/alert/{own.pk}/acknowledge/", {"words": "已派人"}).status_code == 302
    editor.post(f"/moves/alert/{city.pk}/act/", {"deed": "supervision", "paper": "督〔2020〕3号", "words": "已督办"})
    city.refresh_from_db()
    assert (city.state, city.deed, city.paper) == (AlertState.ACTED, "supervision", "督〔2020〕3号")
    assert Alert.objects.get(pk=own.pk).acknowledged_by is not None
    town.stage.later(days=1)
    assert watch(town.stage.at)[0] == 0, "what was ended a short while ago is not told again"
    with pytest.raises(Refused):
        move_alert(own.pk, "dismiss", {"words": "x"}, actor=town.stage.who("west.handler"), at=town.stage.at)


def test_a_warning_that_nobody_looked_at_goes_out_when_the_growth_is_over(heap):
    watch(heap.stage.at)
    heap.stage.later(days=40)
    assert watch(heap.stage.at) == (0, 2)
    assert set(Alert.objects.values_list("state", flat=True)) == {AlertState.EXPIRED}


@pytest.mark.mission(74)
def test_units_are_asked_to_prepare_for_a_season_and_report(town):
    Unit.objects.filter(depth=1).update(peer_group="department")
    given = 0
    for _ in range(53):
        given = ask_for_preparations(town.stage.at)
        if given:
            break
        town.stage.later(days=7)
    assert given == Preparation.objects.count() > 0
    assert ask_for_preparations(town.stage.at) == 0, "once a year"
    row = Preparation.objects.get(unit=town.stage.units["water"], topic=Preparation.objects.first().topic)
    unit, editor = town.browser("water.handler"), town.browser("editor")
    assert row.unit.short_name in text_of(unit.get("/insight/preparations/"))
    assert town.browser("west.handler").get(f"/insight/preparations/{row.pk}/").status_code == 404
    unit.post(f"/moves/preparation/{row.pk}/answer/", {"answer": "泵站已检修，值守四人"})
    assert "泵站已检修" in text_of(editor.get(f"/insight/preparations/{row.pk}/"))
    said = {"why": "没有写抢修队伍"}
    move_preparation(row.pk, "send_back", said, actor=town.stage.who("editor"), at=town.stage.at)
    assert "没有写抢修队伍" in text_of(unit.get(f"/insight/preparations/{row.pk}/"))
    assert Preparation.objects.get(pk=row.pk).state == PreparationState.RETURNED
