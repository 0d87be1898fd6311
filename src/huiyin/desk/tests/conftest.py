"""The cast of the desk: the stage of the cases, on which everybody can sign in."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.desk.tests.signed_in import SignedIn, seat_everybody, user_of


@pytest.fixture(autouse=True)
def disk(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path


@pytest.fixture
def stage(db: None) -> Stage:
    """Kaifeng, where the centre approves and answers."""
    return _seated("kaifeng")


@pytest.fixture
def dandong(db: None, settings) -> Stage:
    """Dandong, where nobody approves, units sign and answer."""
    settings.CITY = "dandong"
    return _seated("dandong")


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def each_city(request, db: None, settings) -> Stage:
    """Each of the three cities in turn."""
    settings.CITY = request.param
    return _seated(request.param)


def _seated(city: str) -> Stage:
    stage = set_stage(city)
    seat_everybody(stage)
    return stage


@pytest.fixture
def sign_in() -> Iterator[Callable[[Stage, str], SignedIn]]:
    """Give `sign_in(stage, "water.handler")`: a browser in which this person is signed in, at the stage's moment."""

    def open_browser(stage: Stage, who: str) -> SignedIn:
        client = Client()
        client.force_login(user_of(stage, who), backend="huiyin.people.backends.ByNumber")
        return SignedIn(stage, client)

    yield open_browser
