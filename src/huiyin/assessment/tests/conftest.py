"""An eventful June, with everybody in the posts in which they act."""

from datetime import timedelta

import pytest

from huiyin.assessment.tests.month import busier, eventful
from huiyin.people.models import Holding


def seat(stage):
    """Let everybody hold the posts from long before."""
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=one.post, unit_id=one.unit_id, since=stage.at - timedelta(days=90))
        for actor in stage.actors.values()
        for one in actor.seats
    )


@pytest.fixture
def dandong(db, settings, tmp_path):
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "dandong", tmp_path / "files", tmp_path
    stage, cases = eventful("dandong")
    seat(stage)
    return stage, cases


@pytest.fixture
def kaifeng(db, settings, tmp_path):
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "kaifeng", tmp_path / "files", tmp_path
    stage, cases = eventful("kaifeng")
    cases |= busier(stage)
    seat(stage)
    return stage, cases
