"""A city in June 2018 with a handful of cases, and people who can sign in."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.people.models import Holding, User


@dataclass
class June:
    """The stage with its cases by name; `open` fetches a page as a person of the stage at the end of the month."""

    stage: Stage
    cases: dict[str, Case] = field(default_factory=dict)

    def open(self, who, address, **data):
        client = Client()
        user = User.objects.get(pk=self.stage.who(who).user_id)
        client.force_login(user, backend="huiyin.people.backends.ByNumber")
        with travelling(self.stage.at):
            return client.get(address, data)


def play(city: str) -> June:
    """Three matters for the water company, one of them open; one for the east; one reports the water company."""
    june = June(set_stage(city))
    stage = june.stage
    june.cases["first"] = stage.handled(phone="13800000001", title="柳巷路灯不亮")
    june.cases["second"] = stage.handled(phone="13800000002", tags=["八需八难"])
    june.cases["open"] = stage.dispatch(stage.register(phone="13800000003", title="榆园停水").case)
    june.cases["east"] = stage.handled("east", phone="13800000004", kind="consult")
    accused = stage.units["water"].pk
    june.cases["report"] = stage.dispatch(
        stage.register(phone="13800000005", kind="report", accused_unit=accused, title="举报供水收费").case, "east"
    )
    return june


def seat(june: June) -> June:
    """Let everybody of the stage hold the posts that they act in, from long before."""
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=one.post, unit_id=one.unit_id, since=june.stage.at - timedelta(days=60))
        for actor in june.stage.actors.values()
        for one in actor.seats
    )
    return june


@pytest.fixture
def kaifeng(db, settings) -> June:
    settings.CITY = "kaifeng"
    return seat(play("kaifeng"))


@pytest.fixture
def dandong(db, settings) -> June:
    settings.CITY = "dandong"
    return seat(play("dandong"))
