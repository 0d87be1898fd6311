"""The first page shows each post what it must do now, most pressing first, and nothing else."""

import re

import pytest
from django.urls import reverse

from huiyin.desk.tests.signed_in import text_of
from huiyin.desk.views import waits_for
from huiyin.flow.times import travelling


def trays(response):
    return dict(re.findall(r"<h2>([^<]+) <span class=\"count\">(\d+)</span></h2>", text_of(response)))


@pytest.fixture
def busy(stage):
    """A city in which something waits for everybody."""
    stage.register()
    stage.move(stage.register().case, "submit_for_review", "agent")
    stage.move(stage.register().case, "submit_for_approval", "reviewer")
    stage.approve(stage.register().case)
    stage.dispatch(stage.register().case, "bureau")
    asked = stage.dispatch(stage.register().case)
    share = stage.sign(asked)
    stage.move_share(share, "ask_return", "water.handler", reason="不属本单位", basis="职责清单第3条")
    replied = stage.dispatch(stage.register().case, "east")
    stage.sign(replied, "east")
    stage.reply(replied, "east")
    return stage


def test_each_post_finds_what_waits_for_it(busy, sign_in):
    waiting = {
        "agent": {"已登记待处理": "1"},
        "reviewer": {"已登记待处理": "1", "待审核": "1"},
        "section_chief": {"待批示": "1"},
        "city_leader": {},
        "leader_secretary": {"待批示": "1"},
        "dispatcher": {"待转办": "1", "待审批申请": "1"},
        "auditor": {"待审核反馈": "1"},
        "supervisor": {},
        "bureau.handler": {"待签收": "1"},
        "water.handler": {},
        "east.handler": {},
        "editor": {},
        "stranger": {},
    }
    assert {who: trays(sign_in(busy, who).get("/")) for who in waiting} == waiting


def test_nothing_to_do_is_said_in_words(stage, sign_in):
    assert "现在没有等您处理的事" in text_of(sign_in(stage, "auditor").get("/"))


def test_the_most_pressing_stands_first_and_what_is_late_is_marked(stage, sign_in):
    late = stage.register(title="早的").case
    stage.later(days=12)
    fresh = stage.register(title="晚的").case
    stage.later(days=10)
    page = text_of(sign_in(stage, "agent").get("/"))
    assert page.index(late.number) < page.index(fresh.number)
    assert "due late" in page


def test_an_agent_finds_only_what_the_agent_registered(stage, sign_in):
    case = stage.register().case
    assert case.number in text_of(sign_in(stage, "agent").get("/"))
    assert case.number not in text_of(sign_in(stage, "opinion_clerk").get("/"))
    assert case.number in text_of(sign_in(stage, "shift_lead").get("/"))


def test_late_cases_come_to_the_supervisor(stage, sign_in):
    stage.dispatch(stage.register().case)
    stage.later(days=30)
    assert trays(sign_in(stage, "supervisor").get("/")) == {"超期未结": "1"}


def test_an_urgent_case_that_went_out_first_waits_for_its_approval_afterwards(stage, sign_in):
    case = stage.register(urgency="urgent").case
    stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])
    assert trays(sign_in(stage, "section_chief").get("/")) == {"待补批": "1"}


def test_a_draft_waits_for_the_leader_of_the_unit(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.sign(case)
    dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    assert trays(sign_in(dandong, "water.leader").get("/")) == {"待签发": "1"}


def test_an_answer_from_below_waits_for_the_unit_above(stage, sign_in):
    case = stage.dispatch(stage.register().case, "east")
    share = stage.sign(case, "east")
    stage.move_share(share, "sub_dispatch", "east.handler", unit=stage.units["street"].pk)
    stage.sign(case, "street")
    stage.reply(case, "street")
    assert trays(sign_in(stage, "east.handler").get("/"))["下级已反馈，待通过或退回"] == "1"
    assert case.number in text_of(sign_in(stage, "east.handler").get("/shares/?tab=below"))


def test_the_navigation_counts_what_waits(busy, sign_in):
    with travelling(busy.at):
        assert waits_for(busy.who("reviewer")) == 2
    assert "2<" in text_of(sign_in(busy, "reviewer").get(reverse("ui:counts")))


def test_the_first_page_costs_the_same_however_much_waits(stage, sign_in):
    browser = sign_in(stage, "director")
    stage.register()
    browser.get("/")  # the first one writes the session
    browser.get("/")
    before = browser.statements
    for _ in range(20):
        stage.register()
    browser.get("/")
    assert browser.statements == before
