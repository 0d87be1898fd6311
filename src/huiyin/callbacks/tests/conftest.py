"""Cities with a case that was just answered, and the work after its events done."""

from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.callbacks.act import Outcome, keep_call, move_callback
from huiyin.callbacks.models import Callback
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.journal.models import Event, OwedAgain
from huiyin.journal.work import deliver_all


@dataclass
class Round:
    """A city in which people are called back: short ways to play it."""

    stage: Stage

    @property
    def book(self) -> Any:
        """The rulebook in force."""
        return self.stage.book

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def played(self, **other: Any) -> Case:
        """Play a case to its accepted answer, whether or not the city has it closed then."""
        case = self.stage.dispatch(self.stage.register(**other).case)
        self.stage.later(minutes=5)
        self.stage.sign(case)
        self.stage.later(hours=3)
        self.stage.reply(case)
        self.stage.later(minutes=30)
        return self.stage.pass_audit(case)

    def answered(self, **other: Any) -> Callback:
        """Play a case to its accepted answer and return the call-back that waits for it."""
        case = self.played(**other)
        self.follow()
        return Callback.objects.get(case=case)

    def grade(self, satisfied: bool | None) -> str:
        """Return a grade of the city that counts so."""
        return next(g.code for g in self.book.callback.grades if g.satisfied is satisfied)

    def says(self, satisfied: bool = True, **other: Any) -> dict[str, Any]:
        """Return what the petitioner says on the phone."""
        if satisfied:
            return {"grade": self.grade(True), **other}
        said = {"grade": self.grade(False), "dimensions": ["result"], "words": "路灯又坏了，没修好", "reasonable": True}
        return {**said, **other}

    def take(self, callback: Callback, action: str, who: str = "callback_agent", **said: Any) -> Callback:
        """Move a call-back, do what follows, and return it as it then stands."""
        move_callback(callback.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        self.follow()
        return Callback.objects.get(pk=callback.pk)

    def call(self, *outcomes: tuple[Callback, str, dict[str, Any]], who: str = "callback_agent") -> list[Event]:
        """Keep one call about several cases."""
        told = [Outcome(row.pk, action, said) for row, action, said in outcomes]
        return keep_call(told, actor=self.stage.who(who), at=self.stage.at)

    def case(self, callback: Callback) -> Case:
        """Return the case as it stands."""
        return Case.objects.get(pk=callback.case_id)

    def go_to(self, callback: Callback) -> None:
        """Let time pass until the next time of day at which to call."""
        row = Callback.objects.get(pk=callback.pk)
        self.stage.at = max(self.stage.at, row.next_at)


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def round_(request: pytest.FixtureRequest, db: None, everybody_is_chosen: None) -> Round:
    """Each of the three cities."""
    return Round(set_stage(request.param))


@pytest.fixture
def kaifeng(db: None, everybody_is_chosen: None) -> Round:
    """After closing, three tries, five grades."""
    return Round(set_stage("kaifeng"))


@pytest.fixture
def dandong(db: None, everybody_is_chosen: None) -> Round:
    """After closing, two tries, a neutral grade."""
    return Round(set_stage("dandong"))


@pytest.fixture
def haiyan(db: None, everybody_is_chosen: None) -> Round:
    """Before closing, one try, no judging of reasons."""
    return Round(set_stage("haiyan"))


@pytest.fixture
def everybody_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call everybody: which share is chosen has tests of its own."""
    monkeypatch.setattr("huiyin.callbacks.choosing.is_chosen", lambda case_id, share: True)
