"""A flood in Kaifeng of 2018, with the people who command it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.incidents.act import INCIDENT_DOOR, TASK_DOOR, declare, enter_resource, give_tasks
from huiyin.incidents.models import Incident, Resource, Task
from huiyin.journal.work import deliver_all

WORDING = "城东因暴雨积水，抽排正在进行，预计今晚退水。请绕行柳巷。"


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def any_city(request: Any) -> str:
    return str(request.param)


def staged(city: str, settings: Any, tmp_path: Any) -> Stage:
    settings.CITY, settings.MEDIA_ROOT = city, tmp_path
    cache.clear()
    stage = set_stage(city)
    seat_everybody(stage)
    return stage


class Command:
    """Those who command an incident."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.law = stage, stage.book.incidents
        self.chief, self.starter = str(self.law.commands[0]), str(self.law.starts[0])

    def said(self, **other: Any) -> dict[str, Any]:
        return {
            "kind": self.law.kinds[0].code, "title": "8月暴雨", "began_at": self.stage.at - timedelta(hours=1),
            "territories": (), "area": "", "categories": (), "whole_day_duty": True, "wording": WORDING, **other,
        }  # fmt: skip

    def declare(self, **other: Any) -> Incident:
        return declare(self.said(**other), actor=self.stage.who(self.chief), at=self.stage.at)

    def move(self, incident: Incident, action: str, who: str = "", **said: Any) -> Incident:
        actor = self.stage.who(who or (self.chief if action in {"word", "amend", "drop"} else self.starter))
        INCIDENT_DOOR.move(incident.pk, action, said, actor=actor, at=self.stage.at)
        return Incident.objects.get(pk=incident.pk)

    def running(self, **other: Any) -> Incident:
        return self.move(self.declare(**other), "begin")

    def task(self, incident: Incident, *units: str, **said: Any) -> list[Task]:
        whole = {"words": "抽排柳巷积水", "due_at": self.stage.at + timedelta(hours=4), "on_site": False, **said}
        ids = [self.stage.units[one].pk for one in units or ("water",)]
        return give_tasks(incident, ids, whole, actor=self.stage.who(self.chief), at=self.stage.at)

    def move_task(self, task: Task, action: str, who: str = "water.handler", **said: Any) -> Task:
        TASK_DOOR.move(task.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Task.objects.get(pk=task.pk)

    def log(self, incident: Incident, kind: str, amount: str, unit: str = "", who: str = "", **said: Any) -> Resource:
        whole = {"kind": kind, "amount": amount, "words": "送到柳巷", "on": self.stage.at, **said}
        actor = self.stage.who(who or self.chief)
        return enter_resource(incident, self.stage.units[unit] if unit else None, whole, actor=actor, at=self.stage.at)

    def browser(self, who: str) -> Browser:
        return signed_in(self.stage, who)

    def follow(self) -> None:
        with travelling(self.stage.at):
            deliver_all(lambda: self.stage.at)


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    return staged("kaifeng", settings, tmp_path)


@pytest.fixture
def command(stage: Stage) -> Command:
    return Command(stage)


@pytest.fixture
def any_command(db: None, any_city: str, settings: Any, tmp_path: Any) -> Command:
    return Command(staged(any_city, settings, tmp_path))
