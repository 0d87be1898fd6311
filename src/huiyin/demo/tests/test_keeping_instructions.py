"""A demo city has an instruction at every stage, made once, some of them of the unit as which a visitor signs in."""

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.demo.cities import sketch_of
from huiyin.demo.keeping_instructions import fill_instructions
from huiyin.instructions.models import Instruction, Task


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_there_is_something_at_every_stage(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    for _ in range(5):
        stage.dispatch(stage.register().case)
    made = fill_instructions(sketch_of(city), now=stage.at)
    states = set(Instruction.objects.values_list("state", flat=True))
    assert states == {"presented", "to_check", "in_hand", "closed"}
    assert {(task.state, task.late_at is not None) for task in Task.objects.all()} == {
        ("owed", True),
        ("reported", False),
    }
    assert (made, fill_instructions(sketch_of(city), now=stage.at)) == (Instruction.objects.count(), 0)
