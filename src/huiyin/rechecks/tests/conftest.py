"""The made-up town with cases that people were content with, and short ways to draw and check them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.table import Refused
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.rechecks.act import draw_cases, move_recheck
from huiyin.rechecks.models import Draw, Recheck

JUNE = (date(2020, 6, 1), date(2020, 6, 30))


@dataclass
class Round:
    """A town in which some of what was closed is checked."""

    stage: Stage

    def closed(self, satisfied: bool | None = True, lead: str = "water", **other: Any) -> Case:
        """Play a case to its closing, and let the petitioner say so."""
        case = self.stage.handled(lead, **other)
        case = self.stage.hear(case, satisfied) if satisfied is not None else case
        self.follow()
        return case

    def closed_unsatisfied(self) -> Case:
        """Return a case that stands closed although the last grade was a bad one: Haiyan lets a call-back bring a redo at once."""
        case = self.closed(satisfied=None)
        grade = next(one.code for one in self.stage.book.callback.grades if one.satisfied is False)
        Case.objects.filter(pk=case.pk).update(satisfied=grade)
        return self.stage.reload(case)

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def in_july(self) -> None:
        """Go to the morning of 8 July, when June is over."""
        self.stage.at = self.stage.at.replace(month=7, day=8, hour=9)

    def draw(self, who: str = "supervisor", seed: str = "七月", period: tuple[date, date] = JUNE) -> Draw:
        """Draw by lot."""
        return draw_cases(*period, actor=self.stage.who(who), at=self.stage.at, seed=seed)

    def take(self, row: Recheck, action: str, who: str, **said: Any) -> Recheck:
        """Move a recheck, do what follows, and return it as it then stands."""
        move_recheck(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        self.follow()
        return Recheck.objects.select_related("case").get(pk=row.pk)

    def refused(self, row: Recheck, action: str, who: str, **said: Any) -> Refused:
        """Return why a move is not taken."""
        with pytest.raises(Refused) as no:
            move_recheck(row.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return no.value

    def assigned(self, row: Recheck, to: str = "assessor") -> Recheck:
        """Give a drawn case to somebody."""
        return self.take(row, "assign", "supervisor", checker=self.stage.who(to).user_id)

    def checked(self, row: Recheck, verdict: str = "solved", by: str = "assessor") -> Recheck:
        """Let somebody check it."""
        said = {"verdict": verdict, "way": "visit", "words": "到现场看过，路灯情况属实"}
        return self.take(self.assigned(row, by), "check", by, **said)

    def browser(self, who: str) -> Browser:
        """Return a browser of this person."""
        return signed_in(self.stage, who)

    def days(self, **span: Any) -> timedelta:
        """Return a span."""
        return timedelta(**span)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Round:
    """Monday, 1 June 2020 in Haiyan."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    seat_everybody(stage)
    return Round(stage)


@pytest.fixture
def july(town: Round) -> Round:
    """Four cases closed in June with which people were content, of which two are drawn on 8 July."""
    for lead in ("water", "water", "west", "water"):
        town.closed(lead=lead)
    town.in_july()
    town.draw()
    return town
