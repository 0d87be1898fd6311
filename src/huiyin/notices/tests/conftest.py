"""A city in which everybody holds a post and can be told, with an outbox of its own."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.posts import Post
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice, Outgoing
from huiyin.notices.queries import visible_to
from huiyin.notices.sending import send_due
from huiyin.people.models import Holding, User
from huiyin.units.models import Unit


@dataclass
class City:
    """A stage whose people are told: short ways to see of what."""

    stage: Stage
    outbox: Path = field(default_factory=Path)

    @property
    def book(self) -> Any:
        """The rulebook in force."""
        return self.stage.book

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def told(self, who: str, **only: Any) -> list[tuple[str, str]]:
        """Return of what somebody was told, as (kind, text), in order."""
        self.follow()
        rows = visible_to(self.stage.who(who)).filter(**only).order_by("at", "id")
        return [(row.kind, row.text) for row in rows]

    def kinds(self, who: str) -> list[str]:
        """Return the kinds of what somebody was told, each once, in order."""
        return list(dict.fromkeys(kind for kind, _ in self.told(who)))

    def texts(self) -> list[str]:
        """Return the text messages that were written down, in order."""
        self.follow()
        return list(Outgoing.objects.order_by("made_at", "id").values_list("text", flat=True))

    def send(self) -> list[dict[str, Any]]:
        """Send what is due and return everything that ever went out, as the outbox has it."""
        self.follow()
        send_due(self.stage.at)
        lines = [line for file in sorted(self.outbox.glob("*.jsonl")) for line in file.read_text().splitlines()]
        return [json.loads(line) for line in lines]

    def dispatched(self, lead: str = "water", **other: Any) -> Case:
        """Register and dispatch a case."""
        return self.stage.dispatch(self.stage.register(**other).case, lead)

    def person(self, key: str, post: Post, unit: Unit) -> User:
        """Let one more person hold a post in a unit."""
        user = User.objects.create_user(key, f"{key}某")
        Holding.objects.create(user=user, post=post, unit=unit, since=self.stage.at)
        return user

    def latest(self, **only: Any) -> Notice:
        """Return the latest notice."""
        return Notice.objects.filter(**only).latest("at", "id")


def city_named(name: str, folder: Path, settings: Any) -> City:
    """Set the stage of a city with an outbox in a folder."""
    settings.VAR, settings.CITY = folder, name
    stage = set_stage(name)
    seat_everybody(stage)
    return City(stage, folder / "outbox")


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def city(request: pytest.FixtureRequest, db: None, tmp_path: Path, settings: Any) -> City:
    """Each of three cities."""
    return city_named(request.param, tmp_path, settings)


@pytest.fixture
def kaifeng(db: None, tmp_path: Path, settings: Any) -> City:
    """Where the centre approves extensions and answers."""
    return city_named("kaifeng", tmp_path, settings)


@pytest.fixture
def dandong(db: None, tmp_path: Path, settings: Any) -> City:
    """Where extensions are only told, and units sign and answer."""
    return city_named("dandong", tmp_path, settings)


@pytest.fixture
def haiyan(db: None, tmp_path: Path, settings: Any) -> City:
    """A small town with a noon rest, which tells petitioners of acceptance and answer only."""
    return city_named("haiyan", tmp_path, settings)
