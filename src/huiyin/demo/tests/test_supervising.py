"""The demo's supervisors have something of every sort in hand, once, and made through the doors."""

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.demo.supervising import supervise
from huiyin.journal.models import Event
from huiyin.supervision.models import Agreed, Check, Meeting, Order


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_a_visitor_sees_orders_a_verification_and_a_meeting(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    for n, unit in enumerate(("water", "west", "east", "bureau")):
        case = stage.dispatch(stage.register(phone=f"1380000700{n}").case, unit)
        stage.later(minutes=5)
        stage.sign(case, unit)
    stage.later(hours=6)
    assert (supervise(now=stage.at), supervise(now=stage.at)) == (3, 0)
    assert sorted(Order.objects.values_list("state", flat=True)) == ["issued", "issued", "reported"]
    assert (Check.objects.get().verdict, Meeting.objects.get().state, Agreed.objects.count()) == ("partly", "held", 1)
    assert Event.objects.filter(verb="supervision.issue").count() == 3


def test_a_city_with_nothing_in_hand_is_left_alone(db, settings):
    settings.CITY = "kaifeng"
    stage = set_stage("kaifeng")
    assert supervise(now=stage.at) == 0
