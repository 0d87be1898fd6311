"""The stage with callers: each post with a token of its own."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from huiyin.api.tests.callers import Callers
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.times import travelling


@pytest.fixture(params=["kaifeng", "dandong"])
def callers(request: pytest.FixtureRequest, db: None, settings: object) -> Iterator[Callers]:
    settings.CITY = request.param
    yield from _set(request.param)


@pytest.fixture
def kaifeng(db: None, settings: object) -> Iterator[Callers]:
    settings.CITY = "kaifeng"
    yield from _set("kaifeng")


def _set(city: str) -> Iterator[Callers]:
    cache.clear()
    made = Callers(set_stage(city))
    with travelling(made.stage.at):
        yield made
