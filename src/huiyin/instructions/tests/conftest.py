"""The made-up town with a leader, a secretary and a checker, and short ways to lay something before the leader."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.instructions.act import INSTRUCTION_DOOR, TASK_DOOR, NewMatter, present
from huiyin.instructions.models import Instruction, Task


class Office:
    """The office of the leaders, in which things happen at the moment of the stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def case(self, unit: str = "water", **said: Any) -> Case:
        """Return a case that a unit has in hand."""
        return self.stage.dispatch(self.stage.register(**said).case, unit)

    def present(self, *cases: Case, leader: str = "vice_mayor", **other: Any) -> Instruction:
        """Lay cases, or a paper, before a leader."""
        new = NewMatter(**{"title": cases[0].title if cases else "上半年工作报告", "cases": cases, **other})
        who, leaders = self.stage.who("supervisor"), [self.stage.who(leader).user_id]
        return present(new, leaders, actor=who, at=self.stage.at, city=self.stage.city)[0]

    def move(self, row: Instruction, action: str, who: str, **said: Any) -> Instruction:
        """Move an instruction and return it as it then stands."""
        INSTRUCTION_DOOR.move(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Instruction.objects.get(pk=row.pk)

    def instruct(self, row: Instruction, words: str = "请抓紧办理，结果报我。", **said: Any) -> Instruction:
        """Let the leader write on it."""
        who = next(key for key, actor in self.stage.actors.items() if actor.user_id == row.leader_id)
        return self.move(row, "instruct", who, words=words, **said)

    def enter(self, row: Instruction, mark: str = "instructed", words: str = "请认真核实", **said: Any) -> Instruction:
        """Let the secretary enter what stands on the paper."""
        asked = {"mark": mark, "words": words, "written_on": self.stage.at.date(), **said}
        return self.move(row, "enter", "leader_secretary", **asked)

    def unit(self, key: str) -> str:
        """Return the id of a unit."""
        return str(self.stage.units[key].pk)

    def task(self, row: Instruction, unit: str = "water") -> Task:
        """Return the latest task of a unit."""
        return Task.objects.filter(instruction=row, unit=self.stage.units[unit]).order_by("number").last()

    def move_task(self, task: Task, action: str, who: str, **said: Any) -> Task:
        """Move a task and return it as it then stands."""
        TASK_DOOR.move(task.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Task.objects.get(pk=task.pk)

    def browser(self, who: str) -> Browser:
        """Return a browser in which this person is signed in."""
        return signed_in(self.stage, who)


def _office(city: str, settings: Any, tmp_path: Any) -> Office:
    settings.CITY = city
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    stage = set_stage(city)
    seat_everybody(stage)
    return Office(stage)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Office:
    """Kaifeng on Monday, 4 June 2018."""
    return _office("kaifeng", settings, tmp_path)


@pytest.fixture
def office_of(db: None, settings: Any, tmp_path: Any) -> Callable[[str], Office]:
    """Any of the three cities."""
    return lambda city: _office(city, settings, tmp_path)
