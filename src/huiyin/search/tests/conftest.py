"""A city whose cases are searched, and the people who search them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.people.models import Holding, User
from huiyin.search.asked import asked_by
from huiyin.search.queries import Found, find


@dataclass
class City:
    """The stage of the cases, with its index."""

    stage: Stage

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def heard(self, **said: Any) -> Case:
        """Register a matter and let the index hear of it."""
        case = self.stage.register(**said).case
        self.follow()
        return case

    def finds(self, who: str, typed: str) -> Found:
        """Return what somebody finds."""
        return find(self.stage.who(who), asked_by(typed))

    def numbers(self, who: str, typed: str) -> list[str]:
        """Return the numbers of all that somebody finds."""
        return [case.number for case in self.finds(who, typed).cases]

    def client(self, who: str) -> Client:
        """Return a browser in which this person is signed in."""
        actor = self.stage.who(who)
        since = self.stage.at - timedelta(days=30)
        for seat in actor.seats:
            Holding.objects.get_or_create(user_id=actor.user_id, post=seat.post, unit_id=seat.unit_id, since=since)
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), backend="huiyin.people.backends.ByNumber")
        return client


@pytest.fixture
def city(db: None) -> City:
    return City(set_stage("kaifeng"))


@pytest.fixture
def get(city: City) -> Iterator[Callable[..., Any]]:
    """Give `get(who, address)`: the page at the moment of the stage."""

    def ask(who: str, address: str, **more: Any) -> Any:
        with travelling(city.stage.at):
            return city.client(who).get(address, **more)

    yield ask
