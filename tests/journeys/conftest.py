"""One server and one browser for all journeys of a file, and for each journey a city with a person in every post."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from mission.city import made

from huiyin.flow import times
from journeys.at_work import Office, one_at_a_time

CITIES = ["kaifeng", "dandong"]


@pytest.fixture(autouse=True)
def disk(tmp_path, settings):
    """Keep what is uploaded away from others, and count no visits of other tests."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path
    cache.clear()


@pytest.fixture(autouse=True)
def requests_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer one request after another, whether a browser asks or the test."""
    answer = BaseHandler.get_response

    def answered_alone(self: BaseHandler, request: object) -> object:
        with one_at_a_time:
            return answer(self, request)  # type: ignore[arg-type]

    monkeypatch.setattr(BaseHandler, "get_response", answered_alone)


def _office(name: str, live_server, chromium, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    settings.CITY = name
    city = made(name)
    # The server answers in threads of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: city.stage.at)
    office = Office(city, live_server.url, chromium)
    yield office
    office.leave()


@pytest.fixture(params=CITIES)
def office(request, transactional_db, live_server, chromium, settings, monkeypatch) -> Iterator[Office]:
    """Each of the two cities."""
    yield from _office(request.param, live_server, chromium, settings, monkeypatch)


@pytest.fixture
def kaifeng(transactional_db, live_server, chromium, settings, monkeypatch) -> Iterator[Office]:
    """Approval by a chain of leaders; the centre answers the petitioner and decides on extensions."""
    yield from _office("kaifeng", live_server, chromium, settings, monkeypatch)


@pytest.fixture
def dandong(transactional_db, live_server, chromium, settings, monkeypatch) -> Iterator[Office]:
    """No approval; the unit's leader signs, and the unit answers the petitioner."""
    yield from _office("dandong", live_server, chromium, settings, monkeypatch)
