"""Each demo city has climbed its ladder, with something of everything to be seen, made once."""

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.demo.cities import sketch_of
from huiyin.demo.keeping_ladder import fill_ladder
from huiyin.escalation.models import Circular, Correction, Handover, StepTaken


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_a_demo_city_shows_cards_circulars_corrections_and_a_hand_over(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    case = stage.dispatch(stage.register().case, "water")
    stage.later(hours=1)
    stage.sign(case)
    stage.later(days=40)
    assert fill_ladder(sketch_of(city), now=stage.at) == StepTaken.objects.count() > 0
    assert sorted(Circular.objects.values_list("kind", "state")) == [("criticism", "to_approve"), ("praise", "issued")]
    assert sorted(Correction.objects.values_list("state", flat=True)) == ["reported", "set"]
    assert Handover.objects.get().evidence.get().case == case
    assert fill_ladder(sketch_of(city), now=stage.at) == 0
