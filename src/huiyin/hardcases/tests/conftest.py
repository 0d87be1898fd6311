"""The made-up town with its people, and short ways to put a case on the ledger."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.models import Application, Case
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.table import Refused
from huiyin.hardcases.act import choose_focus, move_focus, move_hard, propose
from huiyin.hardcases.models import Focus, HardCase
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all


@dataclass
class Ledger:
    """A town in which some matters lie long."""

    stage: Stage

    @property
    def today(self) -> date:
        """The day of the stage."""
        return self.stage.at.date()

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def open_case(self, lead: str = "water", **other: Any) -> Case:
        """Return a case that a unit has signed."""
        case = self.stage.dispatch(self.stage.register(**other).case, lead)
        self.stage.later(minutes=5)
        self.stage.sign(case, lead)
        self.follow()
        return self.stage.reload(case)

    def proposed(self, case: Case | None = None, who: str = "dispatcher", kind: str = "old") -> HardCase:
        """Propose a case for the ledger."""
        said = {"kind": kind, "reason": "产权不清，三家单位都不认", "condition": "产权确认"}
        return propose(case or self.open_case(), said, actor=self.stage.who(who), at=self.stage.at)

    def accepted(self, row: HardCase | None = None, who: str = "supervisor", **other: Any) -> HardCase:
        """Accept it."""
        said = {"owner": self.stage.units["water"].pk, "leader": "分管副镇长", "review_on": self.day(5), **other}
        return self.take(row or self.proposed(), "accept", who, **said)

    def take(self, row: HardCase, action: str, who: str, **said: Any) -> HardCase:
        """Move a long case, do what follows, and return it as it then stands."""
        move_hard(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        self.follow()
        return HardCase.objects.get(pk=row.pk)

    def refused(self, row: HardCase, action: str, who: str, **said: Any) -> Refused:
        """Return why a move is not taken."""
        with pytest.raises(Refused) as no:
            move_hard(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return no.value

    def suspended(self, case: Case | None = None) -> HardCase:
        """Let a unit suspend a case, and return where it stands on the ledger."""
        case = case or self.open_case()
        said = {"reason": "须待管网改造立项", "plan": "列入下年计划", "review_on": self.day(10)}
        self.stage.move_share(self.stage.share(case), "ask_suspension", "water.handler", **said)
        asked = Application.objects.get(case=case, kind="suspension")
        self.stage.decide(asked, "grant_suspension", "dispatcher", decision="同意")
        self.follow()
        return HardCase.objects.get(case=case)

    def day(self, days: int) -> date:
        """Return a day so many days from now."""
        return self.today + timedelta(days=days)

    def chosen(self, who: str = "director", **other: Any) -> Focus:
        """Choose a hard matter for this month."""
        said = {
            "month": self.today, "title": "东滩停水", "why": "五月以来二十余件", "aim": "月底前恢复供水",
            "owner": self.stage.units["water"].pk, "leader": "镇长", **other,
        }  # fmt: skip
        return choose_focus(said, actor=self.stage.who(who), at=self.stage.at)

    def take_focus(self, row: Focus, action: str, who: str, **said: Any) -> Focus:
        """Move a hard matter."""
        move_focus(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Focus.objects.get(pk=row.pk)

    def browser(self, who: str) -> Browser:
        """Return a browser of this person."""
        return signed_in(self.stage, who)


@pytest.fixture
def ledger(db: None, settings: Any, tmp_path: Any) -> Ledger:
    """Monday, 8 June 2020 in Haiyan."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at += timedelta(days=7)
    seat_everybody(stage)
    return Ledger(stage)
