"""The stage of the cases with its people seated, and short ways to let a city climb."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.clockwork import tick
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Clock
from huiyin.escalation.climbing import climb
from huiyin.escalation.models import StepTaken
from huiyin.people.models import Holding, User
from huiyin.people.tests.pages import signed_in_as


class Ladder:
    """A city on its stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def rules(self) -> Any:
        return self.stage.book.escalation

    def step(self, code: str) -> Any:
        return self.rules.step(code)

    def handed_out(self, unit: str = "water", **said: Any) -> Case:
        """A case that a unit has signed."""
        case = self.stage.dispatch(self.stage.register(**said).case, unit)
        self.stage.later(minutes=3)
        self.stage.sign(case, unit)
        return self.stage.reload(case)

    def clock(self, case: Case, kind: str = "unit_reply") -> Clock:
        return Clock.objects.running().get(case_id=case.pk, kind=kind)

    def goes_to(self, case: Case, **late: float) -> None:
        """Let time pass until the unit's reply is so late."""
        self.stage.at = self.clock(case).due_at + timedelta(**late)

    def climbs(self) -> Any:
        return climb(self.stage.at)

    def urges(self) -> None:
        tick(self.stage.at)

    def taken(self, **which: Any) -> list[tuple[str, str]]:
        rows = StepTaken.objects.filter(**which).order_by("reached_at", "number")
        return [(row.step, row.state) for row in rows]

    def client(self, who: str) -> Any:
        return signed_in_as(User.objects.get(username=who))


def _ladder(city: str, settings: Any, tmp_path: Any) -> Ladder:
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = city, tmp_path / "files", tmp_path
    stage = set_stage(city)
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=one.post, unit_id=one.unit_id, since=stage.at - timedelta(days=90))
        for actor in stage.actors.values()
        for one in actor.seats
    )
    return Ladder(stage)


@pytest.fixture
def kaifeng(db, settings, tmp_path) -> Ladder:
    return _ladder("kaifeng", settings, tmp_path)


@pytest.fixture
def dandong(db, settings, tmp_path) -> Ladder:
    return _ladder("dandong", settings, tmp_path)


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def city(request, db, settings, tmp_path) -> Ladder:
    return _ladder(request.param, settings, tmp_path)
