"""A city with its people, and a citizen with a browser."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.portal.tests.citizen import Citizen


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request: pytest.FixtureRequest, db: None, settings: object) -> Iterator[Stage]:
    settings.CITY = request.param
    cache.clear()
    made = set_stage(request.param)
    with travelling(made.at):
        yield made


@pytest.fixture
def citizen(stage: Stage) -> Citizen:
    return Citizen(stage)
