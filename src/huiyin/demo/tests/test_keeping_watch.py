"""Each demo city has somebody on duty who can be reached, and an incident in force with tasks, resources and cases, made once."""

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.demo.cities import sketch_of
from huiyin.demo.keeping_watch import fill_watch
from huiyin.incidents.models import Gathered, Incident, Resource
from huiyin.people.queries import on_duty
from huiyin.people.reach import mobiles_of
from huiyin.units.models import Unit


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_a_demo_city_is_on_watch(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    topic = stage.book.incidents.kind("water").categories[0]
    for number in range(3):
        stage.register(phone=f"1380000000{number}", category=topic)
    assert fill_watch(sketch_of(city), now=stage.at) == Gathered.objects.count() == 5
    assert Incident.objects.get().state == "in_force"
    assert Resource.objects.count() == 3
    unit = Unit.objects.filter(depth=1).earliest("path")
    for place in (None, unit.pk):
        people = on_duty(place, at=stage.at)
        assert people, place
        assert set(mobiles_of(people)) == {one.pk for one in people}
    assert fill_watch(sketch_of(city), now=stage.at) == 0
