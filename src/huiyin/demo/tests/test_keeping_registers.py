"""Each demo city has something in every register that its rulebook declares, made once and by whose task it is."""

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.demo.cities import sketch_of
from huiyin.demo.keeping_registers import fill_registers
from huiyin.registers.models import Entry


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_every_register_of_a_demo_city_has_something(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    made = fill_registers(sketch_of(city), now=stage.at)
    kept = set(Entry.objects.values_list("register", flat=True))
    assert kept == {register.code for register in stage.book.registers}
    assert (made, fill_registers(sketch_of(city), now=stage.at)) == (Entry.objects.count(), 0)
