"""The two cities, each with a person in every post."""

import pytest
from django.core.cache import cache

from mission.city import City, made

CITIES = ["kaifeng", "dandong"]


@pytest.fixture(autouse=True)
def disk(tmp_path, settings):
    """Keep what is uploaded away from others, and count no visits of other tests."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path
    cache.clear()


def _city(name: str, settings: object) -> City:
    settings.CITY = name
    return made(name)


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest, db: None, settings: object) -> City:
    """Each of the two cities."""
    return _city(request.param, settings)


@pytest.fixture
def kaifeng(db: None, settings: object) -> City:
    """Approval by a chain of leaders; the centre answers the petitioner."""
    return _city("kaifeng", settings)


@pytest.fixture
def dandong(db: None, settings: object) -> City:
    """No approval; the unit's leader signs, and the unit answers the petitioner."""
    return _city("dandong", settings)
