"""The stage, set for each city."""

import pytest

from huiyin.cases.tests.stage import Stage, set_stage

CITIES = ["kaifeng", "dandong", "haiyan"]


@pytest.fixture(params=CITIES)
def stage(request: pytest.FixtureRequest, db: None) -> Stage:
    return set_stage(request.param)


@pytest.fixture
def kaifeng(db: None) -> Stage:
    return set_stage("kaifeng")


@pytest.fixture
def dandong(db: None) -> Stage:
    return set_stage("dandong")


@pytest.fixture
def haiyan(db: None) -> Stage:
    return set_stage("haiyan")
