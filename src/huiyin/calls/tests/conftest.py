"""The made-up town with a telephone: a morning of calls that can be counted by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.calls.act import keep_calls, move_ring_back
from huiyin.calls.heard import Heard
from huiyin.calls.models import RingBack
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ
from huiyin.people.models import User
from huiyin.rulebook.calls import CallOutcome

HEADER = "话单编号,呼入时间,接听时间,挂断时间,主叫号码,技能组,工号,结果,工单编号"


@dataclass
class Telephone:
    """A town whose telephone rings."""

    stage: Stage
    folder: Path

    def at(self, clock: str, day: int = 2) -> datetime:
        """Return a moment of a day in June 2020: "09:00:05"."""
        return datetime.fromisoformat(f"2020-06-{day:02} {clock}").replace(tzinfo=CITY_TZ)

    def rings(self, number: str, began: str, outcome: str = "missed", *, day: int = 2, **more: Any) -> Heard:
        """Return a call; an answered one is picked up after `waits` seconds and lasts two minutes."""
        moment, waits = self.at(began, day), timedelta(seconds=more.pop("waits", 10))
        if outcome == "answered":
            more |= {"answered_at": moment + waits, "ended_at": moment + waits + timedelta(minutes=2)}
        else:
            more |= {"ended_at": moment + waits}
        return Heard(number, moment, CallOutcome(outcome), **{"caller": "13800000001", **more})

    def keep(self, *calls: Heard) -> set[str]:
        """Keep calls now."""
        return keep_calls(calls, actor=PLATFORM, at=self.stage.at)

    def take(self, row: RingBack, action: str, who: str = "shift_lead", **said: Any) -> RingBack:
        """Move a ring-back and return it as it then stands."""
        move_ring_back(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return RingBack.objects.get(pk=row.pk)

    def refused(self, row: RingBack, action: str, who: str, **said: Any) -> Refused:
        """Return why a move is not taken."""
        with pytest.raises(Refused) as no:
            move_ring_back(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return no.value

    def file(self, *lines: str, name: str = "calls.csv", header: str = HEADER) -> Path:
        """Write a file of the telephone system."""
        path = self.folder / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    def browser(self, who: str) -> Browser:
        """Return a browser of this person."""
        return signed_in(self.stage, who)

    def user(self, who: str) -> User:
        """Return the user of this name."""
        return User.objects.get(pk=self.stage.who(who).user_id)


@pytest.fixture
def telephone(db: None, settings: Any, tmp_path: Path) -> Telephone:
    """2 June 2020 in Haiyan, ten in the morning."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at = datetime(2020, 6, 2, 10, tzinfo=CITY_TZ)
    seat_everybody(stage)
    return Telephone(stage, tmp_path)
