"""The cast of this room: the shipped almanac, an office with a lunch break, and local times."""

import pytest

from huiyin.calendars import current
from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.rulebook.limits import OfficeHours


@pytest.fixture(scope="session")
def almanac():
    return Almanac.of(shipped_notices(), version=1)


@pytest.fixture(scope="session")
def office():
    return OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")])


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests():
    current.forget()
    yield
    current.forget()
