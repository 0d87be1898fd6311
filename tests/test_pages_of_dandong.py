"""The pages that Dandong has and Kaifeng has not, or has otherwise: units sign off, units answer, nobody approves.

What is the same in every city was looked at in `test_every_page`; here only the views in which the rulebook speaks are opened.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from walk.crawl import walk
from walk.looking import LAPTOP, troubles_of, unlike
from walk.town import Town, served, standing_still

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.config.fixtures.browser import opened
from huiyin.people.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.django_db]

LOOKERS = ("water.leader", "water.handler", "dispatcher", "auditor", "callback_agent", "director")
SPEAKS = frozenset(
    {
        "desk:home", "desk:shares", "desk:sign_off", "desk:case", "desk:paper", "desk:case_paper", "moves:move", "intake:new",
        "callbacks:waiting", "callbacks:call", "portal:welcome",
    }
)  # fmt: skip
"""Views whose parts hang on the rulebook."""


@pytest.fixture
def town(chromium: "Browser", django_db_setup: None, django_db_blocker: Any, tmp_path: Any) -> Iterator[Town]:
    """Dandong with a matter at each step that is its own."""
    with standing_still(django_db_blocker, "dandong", tmp_path) as town:
        stage = set_stage("dandong")
        seat_everybody(stage)
        play(stage)
        town.at = stage.at
        town.people = {who: User.objects.get(pk=stage.who(who).user_id) for who in LOOKERS}
        yield town


def play(stage: Stage) -> None:
    stage.register(phone="13900000001")
    stage.dispatch(stage.register(phone="13900000002").case)
    stage.sign(stage.dispatch(stage.register(phone="13900000003").case, joint=("bureau",)))
    for number in (4, 5):
        case = stage.dispatch(stage.register(phone=f"1390000000{number}").case)
        stage.move_share(stage.sign(case), "reply", "water.handler", **stage.reply_said(case))
    case = stage.dispatch(stage.register(phone="13900000006").case)
    stage.sign(case)
    stage.reply(case)
    done = stage.handled(phone="13900000007")
    stage._call_about(done)


def test_no_page_of_dandong_hinders_anybody(town, chromium, hindrances):
    visits = [visit for who in LOOKERS for visit in walk(town, who, ["/"]) if visit.view in SPEAKS]
    assert not [f"{v.who}: {v.address} {v.status}" for v in visits if v.status != 200]
    assert {"desk:sign_off", "moves:move", "desk:case"} <= {visit.view for visit in visits}
    with served() as url, opened(chromium, LAPTOP) as page:
        found = [said for visit in unlike(visits) for said in troubles_of(page, town, visit, url, hindrances)]
    assert not found, "\n".join(found)
