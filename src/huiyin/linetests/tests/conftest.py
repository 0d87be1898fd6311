"""The made-up town with its units' phones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.linetests.act import move_test, plan_round
from huiyin.linetests.models import LineTest, Round
from huiyin.units.models import Unit


@dataclass
class Switchboard:
    """A town whose units are rung."""

    stage: Stage

    def plan(self, who: str = "supervisor", seed: str = "六月") -> Round:
        """Draw up this month's calls."""
        return plan_round(self.stage.at.date(), actor=self.stage.who(who), at=self.stage.at, seed=seed)

    def take(self, row: LineTest, action: str, who: str = "shift_lead", **said: Any) -> LineTest:
        """Move a call, do what follows, and return it as it then stands."""
        move_test(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))
        return LineTest.objects.get(pk=row.pk)

    def refused(self, row: LineTest, action: str, who: str, **said: Any) -> Refused:
        """Return why a move is not taken."""
        with pytest.raises(Refused) as no:
            move_test(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return no.value

    def rows(self) -> list[LineTest]:
        """Return all calls in the order of the tree."""
        return list(LineTest.objects.select_related("unit").order_by("unit_path"))

    def browser(self, who: str) -> Browser:
        """Return a browser of this person."""
        return signed_in(self.stage, who)


@pytest.fixture
def board(db: None, settings: Any, tmp_path: Any) -> Switchboard:
    """2 June 2020 in Haiyan, on whose second day of the month calls are drawn up; every unit has a phone on duty."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at = datetime(2020, 6, 2, 10, tzinfo=CITY_TZ)
    seat_everybody(stage)
    for place, unit in enumerate(Unit.objects.order_by("path")):
        Unit.objects.filter(pk=unit.pk).update(duty_phone=f"0100-{place:04}")
    return Switchboard(stage)
