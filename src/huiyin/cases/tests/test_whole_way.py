"""A matter goes the whole way by the rules of each city."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Clock
from huiyin.clocks.spans import account
from huiyin.journal.chain import verify_chain

CITIES = ["kaifeng", "dandong"]


@pytest.fixture(params=CITIES)
def stage(request: pytest.FixtureRequest, db: None) -> Stage:
    return set_stage(request.param)


def test_a_phone_matter_is_closed_on_time_and_every_minute_has_a_holder(stage: Stage) -> None:
    case = stage.handled()
    assert case.state == "closed"
    assert case.closed_on_time is True
    assert stage.share(case).on_time is True
    assert not Clock.objects.running().filter(case_id=case.pk).exists()
    whole = account(case.pk, stage.at)
    assert whole.whole == int((case.closed_at - case.accepted_at).total_seconds() // 60)
    assert verify_chain(case.pk, Case) == []
