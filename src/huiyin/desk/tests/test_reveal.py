"""An identity is opened for a purpose, by those who may, once, and everybody in the centre can read who did."""

import re
from pathlib import Path

import pytest

from huiyin.cases.dialling import Call, _dialler, register_dialler
from huiyin.desk.tests.signed_in import text_of
from huiyin.journal.models import Event

NAME, PHONE = "张三丰", "13911112222"


@pytest.fixture
def case(stage):
    return stage.dispatch(stage.register(name=NAME, phone=PHONE, kind="help").case)


def openings(case):
    return Event.objects.filter(chain_id=case.pk, verb="petitioner.reveal")


def reveal(browser, case, purpose="handling", **more):
    return browser.post(f"/cases/{case.number}/reveal/", {"purpose": purpose}, **more)


def test_opened_for_a_purpose_it_is_shown_once_and_written_down(stage, case, sign_in):
    browser = sign_in(stage, "callback_agent")
    response = reveal(browser, case, "callback")
    assert NAME in text_of(response)
    assert PHONE in text_of(response)
    assert "no-store" in response["Cache-Control"]
    event = openings(case).get()
    assert event.actor_id == stage.who("callback_agent").user_id
    assert event.said == {"purpose": "callback", "where": "case"}
    assert NAME not in text_of(browser.get(f"/cases/{case.number}/"))


def test_by_htmx_only_the_card_of_the_petitioner_comes(stage, case, sign_in):
    response = sign_in(stage, "agent").part("post", f"/cases/{case.number}/reveal/", {"purpose": "handling"})
    assert PHONE in text_of(response)
    assert "<html" not in text_of(response)


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_without_a_purpose_of_the_rulebook_nothing_is_opened(stage, case, sign_in, purpose):
    response = reveal(sign_in(stage, "agent"), case, purpose)
    assert response.status_code == 422
    assert "请选择用途" in text_of(response)
    assert PHONE not in text_of(response)
    assert not openings(case).exists()


def test_who_may_open_it(stage, case, sign_in):
    stage.sign(case)
    may = ["agent", "callback_agent", "dispatcher", "auditor", "supervisor", "director", "water.handler"]
    may_not = ["editor", "assessor", "city_leader", "reviewer", "water.leader", "bureau.handler", "admin", "stranger"]
    assert {who: reveal(sign_in(stage, who), case).status_code for who in may} == dict.fromkeys(may, 200)
    assert {who: reveal(sign_in(stage, who), case).status_code for who in may_not} == dict.fromkeys(may_not, 404)
    assert openings(case).count() == len(may)


@pytest.mark.parametrize("more", [{"kind": "complaint"}, {"kind": "report"}, {"confidential": True}])
def test_the_unit_does_not_open_what_is_kept_from_it(stage, sign_in, more):
    said = {"name": NAME, "phone": PHONE, "kind": "help", **more}
    case = stage.dispatch(stage.register(**said).case)
    assert reveal(sign_in(stage, "water.handler"), case).status_code == 404
    assert reveal(sign_in(stage, "agent"), case).status_code == 200


def test_a_unit_that_only_joins_or_is_done_does_not_open_it(stage, sign_in):
    case = stage.dispatch(stage.register(kind="help").case, "east", joint=("water",))
    assert reveal(sign_in(stage, "water.handler"), case).status_code == 404
    assert reveal(sign_in(stage, "east.handler"), case).status_code == 200
    done = stage.handled(kind="help")
    assert reveal(sign_in(stage, "water.handler"), done).status_code == 404


def test_the_petitioners_file_shows_all_cases_and_who_opened_the_identity(stage, case, sign_in):
    other = stage.register(name=NAME, phone=PHONE, title="另一件").case
    reveal(sign_in(stage, "auditor"), case, "verification")
    shown = text_of(sign_in(stage, "supervisor").get(f"/cases/{other.number}/caller/"))
    for word in (case.number, other.number, "查看诉求人信息", "auditor某", "核实身份或重复诉求", "张**"):
        assert word in shown
    assert NAME not in shown
    assert sign_in(stage, "water.handler").get(f"/cases/{case.number}/caller/").status_code == 404
    assert sign_in(stage, "stranger").get(f"/cases/{case.number}/caller/").status_code == 404


# -- calling ---------------------------------------------------------------------------------------------------------


def test_a_call_goes_through_the_switchboard_and_is_noted_without_the_number(stage, case, sign_in, settings):
    stage.sign(case)
    browser = sign_in(stage, "water.handler")
    response = browser.post(f"/cases/{case.number}/call/")
    assert response["Location"] == f"/moves/assignment/{stage.share(case).pk}/first_contact/"
    written = (Path(settings.VAR) / "calls.jsonl").read_text()
    assert case.number in written
    assert "139****2222" in written
    assert PHONE not in written
    event = Event.objects.get(chain_id=case.pk, verb="petitioner.call")
    assert PHONE not in str(event.said)


@pytest.mark.mission(94)
def test_after_a_call_the_centre_writes_down_what_came_of_it(stage, case, sign_in):
    browser = sign_in(stage, "callback_agent")
    form = browser.post(f"/cases/{case.number}/call/")["Location"]
    assert form == f"/moves/case/{case.number}/follow_up/"
    said = {"contact_kind": "tracking", "way": "phone", "reached": "on", "words": "已通车"}
    assert browser.post(form, said).status_code == 302
    assert "跟踪了解" in text_of(browser.get(f"/cases/{case.number}/"))


def test_another_switchboard_gets_the_number(stage, case, sign_in, monkeypatch):
    rung: list[Call] = []
    monkeypatch.setattr("huiyin.cases.dialling._dialler", list(_dialler))
    register_dialler(rung.append)
    sign_in(stage, "agent").post(f"/cases/{case.number}/call/")
    assert [call.phone for call in rung] == [PHONE]


def test_nobody_rings_who_may_not_know_who_it_is(stage, sign_in):
    case = stage.dispatch(stage.register(kind="report", phone=PHONE).case)
    stage.sign(case)
    assert sign_in(stage, "water.handler").post(f"/cases/{case.number}/call/").status_code == 404
    assert sign_in(stage, "editor").post(f"/cases/{case.number}/call/").status_code == 404


def test_where_no_number_is_known_it_is_said(stage, sign_in):
    case = stage.register(phone="", name="李某").case
    browser = sign_in(stage, "agent")
    assert "通过平台呼叫" not in text_of(browser.get(f"/cases/{case.number}/"))
    browser.post(f"/cases/{case.number}/call/")
    assert re.search("没有留电话", text_of(browser.get("/")))
