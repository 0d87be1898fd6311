"""A town whose units plan duty; the moment is Monday, 4 June 2018, before the Dragon Boat holiday of the 16th to the 18th."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.journal.work import deliver_all
from huiyin.people.models import DutyShift, Holding, User
from huiyin.people.standing_in import put_on_duty
from huiyin.units.models import Unit

SATURDAY = date(2018, 6, 9)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_TZ)


class Roster:
    """Who plans whom."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        Unit.objects.filter(pk=stage.units["water"].pk).update(peer_group="utility")

    def user(self, who: str) -> User:
        return User.objects.get(pk=self.stage.who(who).user_id)

    def put(self, who: str, unit: str | None, since: datetime, until: datetime, by: str = "shift_lead") -> DutyShift:
        place = self.stage.units[unit].pk if unit else None
        return put_on_duty(
            self.user(who).pk, place, since=since, until=until, actor=self.stage.who(by), at=self.stage.at
        )

    def browser(self, who: str) -> Browser:
        return signed_in(self.stage, who)

    def follow(self) -> None:
        with travelling(self.stage.at):
            deliver_all(lambda: self.stage.at)

    def seat(self, who: str, post: str, unit: str | None = None) -> None:
        place = self.stage.units[unit] if unit else None
        Holding.objects.create(user=self.user(who), post=post, unit=place, since=self.stage.at - timedelta(days=9))


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    settings.CITY, settings.MEDIA_ROOT = "kaifeng", tmp_path
    cache.clear()
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    return stage


@pytest.fixture
def roster(stage: Stage) -> Roster:
    return Roster(stage)
