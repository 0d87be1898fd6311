"""The shift lead's pages: the figures of the day lead to their calls, callers are masked, strangers find nothing."""

import json
import re
from html import unescape

import pytest

from huiyin.calls.measures import MEASURES
from huiyin.calls.models import Call, RingBack
from huiyin.cases.tests.browser import text_of
from huiyin.journal.models import Event
from huiyin.measures.figures import figures
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope


@pytest.fixture
def morning(telephone):
    """Ten calls of this morning and one of yesterday, counted by hand below."""
    agent = telephone.user("agent").username
    calls = [telephone.rings(f"A{n}", f"09:{n:02}:00", "answered", waits=waits, agent=agent, caller=f"1380000010{n}")
             for n, waits in enumerate((5, 15, 16, 40))]  # fmt: skip
    calls += [telephone.rings(f"M{n}", f"08:{n:02}:00", "missed", caller=f"1390000000{n}") for n in range(2)]
    calls += [telephone.rings("B1", "08:30:00", "abandoned", caller="13900000000")]
    calls += [telephone.rings(f"V{n}", f"07:{n:02}:00", "menu") for n in range(3)]
    telephone.keep(*calls, telephone.rings("Y1", "09:00:00", "answered", day=1))
    return telephone


def counted(telephone, **scope):
    day = telephone.stage.at.date()
    found = figures(Registry(MEASURES), Scope(day, day.replace(day=day.day + 1)).narrowed(**scope))
    return {name: one.text(1) for name, one in found.items()}


@pytest.mark.mission(102, 103)
def test_the_figures_are_those_counted_by_hand(morning):
    told = counted(morning)
    assert told == {
        "calls": "10", "answered": "4", "calls_unanswered": "6", "answered_within_15s": "2", "calls_to_agents": "7",
        "missed_calls": "3", "calls_about_cases": "0", "ring_backs": "2", "rung_back": "0", "answer_rate": "40.0%",
        "answer_rate.of_agents": "57.1%", "answered_within_15s_rate": "50.0%", "ring_back_rate": "0.0%",
    }  # fmt: skip
    assert counted(morning, category="01")["calls"] == "0", "the telephone knows no topics"


def shown(browser, address, **query):
    response = browser.get(address, data=query)
    assert response.status_code == 200, address
    return text_of(response)


@pytest.mark.mission(102, 103)
def test_each_figure_of_the_day_leads_to_its_calls(morning):
    lead = morning.browser("shift_lead")
    page = shown(lead, "/calls/")
    for what, count in (("calls", 10), ("answered", 4), ("soon", 2), ("missed", 3)):
        whole = unescape(re.search(rf'href="(/calls/list/\?[^"]*what={what})">{count}<', page)[1])
        assert f"共 {count} 通" in shown(lead, whole), whole
    assert "09:00–10:00" in page and "08:00–09:00" in page
    agents = shown(lead, "/calls/", by="agent", **{"from": "2020-06-01", "to": "2020-06-02"})
    assert morning.user("agent").name in agents and ">4<" in agents
    assert "这段时间没有来电" in shown(lead, "/calls/", **{"from": "2019-01-01", "to": "2019-01-02"})


def test_a_caller_is_masked_until_revealed_for_a_purpose(morning):
    lead, call = morning.browser("shift_lead"), Call.objects.get(number="A0")
    for address in ("/calls/list/", f"/calls/{call.pk}/", "/calls/ring-backs/"):
        assert not re.search(r"13[89]\d{8}", shown(lead, address)), address
    refused = lead.post(f"/calls/{call.pk}/reveal/", {"purpose": "好奇"})
    assert refused.status_code == 422 and "13800000100" not in text_of(refused)
    purpose = re.search(r'<option value="(\w+)"', shown(lead, f"/calls/{call.pk}/"))[1]
    assert "13800000100" in text_of(lead.post(f"/calls/{call.pk}/reveal/", {"purpose": purpose}))
    event = Event.objects.get(verb="call.reveal")
    assert (event.subject_id, event.said["purpose"]) == (call.pk, purpose)
    assert morning.browser("supervisor").post(f"/calls/{call.pk}/reveal/", {"purpose": purpose}).status_code == 404


def test_a_number_is_looked_for_without_standing_in_an_address(morning):
    lead = morning.browser("shift_lead")
    sent = {"list": "/calls/list/", "personal": "q", "q": "13900000000", "outcome": "", "sort": "new"}
    address = lead.post("/ui/narrow/", sent)["Location"]
    assert address.startswith("/calls/list/?q=~") and "13900000000" not in address and "outcome" not in address
    found = text_of(lead.get(address))
    assert "共 2 通" in found and 'value="13900000000"' in found
    assert Event.objects.filter(verb="petitioner.found").count() == 1
    # In another person's hands the address says nothing; legibly typed into it, the number is not looked for.
    for who, other in (("supervisor", address), ("shift_lead", "/calls/list/?q=13900000000")):
        page = text_of(morning.browser(who).get(other))
        assert "查人的内容不放在网址里" in page and "共 2 通" not in page
    assert Event.objects.filter(verb="petitioner.found").count() == 1


def test_a_missed_caller_is_rung_back_from_the_list(morning):
    lead = morning.browser("shift_lead")
    page = shown(lead, "/calls/ring-backs/")
    assert "待回拨 2" in page and "漏接 2 次" not in page and "2 次" in page
    row = RingBack.objects.get(missed=2)
    assert f"/moves/ringback/{row.pk}/reach/" in page
    called = f"/calls/{Call.objects.get(number='M0').pk}/"
    assert f"/moves/ringback/{row.pk}/reach/" in shown(lead, called), "how it ended is said where the number stands"
    told = text_of(lead.post(f"{called}reveal/", {"purpose": morning.stage.book.reveal_purposes[0].code}))
    assert 'name="phone" value="13900000000"' in told, "what the caller wants is registered without typing the number"
    assert lead.post(f"/moves/ringback/{row.pk}/reach/", {"words": "已说明", "key": "k1"}).status_code == 302
    assert "待回拨 1" in shown(lead, "/calls/ring-backs/")
    assert "已说明" in shown(lead, "/calls/ring-backs/", what="rung")
    assert counted(morning)["ring_back_rate"] == "50.0%"


def test_an_agent_sees_the_own_calls_and_those_nobody_answered_and_tells_the_case(morning):
    agent = morning.browser("agent")
    assert "共 7 通" in shown(agent, "/calls/list/"), "four of the own, three that nobody answered"
    assert agent.get("/calls/").status_code == 404
    case, call = morning.stage.register().case, Call.objects.get(number="A1")
    assert agent.post(f"/calls/{call.pk}/about/", {"number": "没有"}).status_code == 422
    assert agent.post(f"/calls/{call.pk}/about/", {"number": case.number}).status_code == 302
    assert case.number in shown(agent, f"/calls/{call.pk}/")
    told = Event.objects.get(verb="call.about")
    assert (told.case_id, told.said["call"]) == (case.pk, "A1")


@pytest.mark.parametrize("who", ["water.handler", "stranger"])
def test_a_stranger_finds_no_call(morning, who):
    browser, call = morning.browser(who), Call.objects.first()
    for address in ("/calls/", "/calls/list/", "/calls/ring-backs/", f"/calls/{call.pk}/"):
        assert browser.get(address).status_code == 404, address
    row = RingBack.objects.first()
    assert browser.post(f"/moves/ringback/{row.pk}/reach/", {}).status_code == 404


def test_the_telephone_system_hands_calls_in_once(telephone):
    def told(who, **other):
        call = {
            "number": "C1",
            "began_at": "2020-06-02T09:00:00",
            "outcome": "missed",
            "caller": "13800000009",
            **other,
        }
        browser = telephone.browser(who)
        return browser.post("/api/v1/calls/", json.dumps({"calls": [call]}), content_type="application/json")

    assert told("shift_lead").json() == {"kept": 1, "repeated": 0, "unknown_numbers": []}
    assert told("shift_lead").json() == {"kept": 0, "repeated": 1, "unknown_numbers": []}
    assert RingBack.objects.get().call.number == "C1"
    assert told("agent").status_code == 403 and told("water.handler").status_code == 403
    assert told("shift_lead", number="C2", answered_at="2020-06-02T09:00:09").status_code == 422
    assert told("shift_lead", number="C3", case="2020-404").status_code == 422
    assert Call.objects.count() == 1
