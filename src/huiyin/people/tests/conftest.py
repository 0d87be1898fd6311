"""The cast of this room."""

import pytest
from django.core.cache import cache

from huiyin.people.tests.cast import make_actors, make_cast
from huiyin.units.tests.trees import make_units


@pytest.fixture(autouse=True)
def nothing_counted_by_other_tests():
    cache.clear()


@pytest.fixture
def units(db):
    return make_units()


@pytest.fixture
def cast(units):
    return make_cast(units=units)


@pytest.fixture
def actors(cast):
    return make_actors(cast)


@pytest.fixture
def admin(actors):
    return actors["admin"]
