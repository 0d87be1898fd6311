"""A unit's own line has its calls to itself: the city's figures stay the city's; and the calls about a case stand on its page."""

import json

import pytest

from huiyin.calls.models import Call, RingBack
from huiyin.calls.tests.test_importing import imported
from huiyin.calls.tests.test_pages import counted, shown
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.people.models import Holding, User
from huiyin.units.lines import open_line

HEADER = "话单编号,呼入时间,接听时间,挂断时间,主叫号码,结果,专线"
LINES = (
    "C1,2020-06-02 09:00:00,2020-06-02 09:00:05,2020-06-02 09:02:00,13800000001,已接听,",
    "C2,2020-06-02 09:10:00,,2020-06-02 09:10:30,13800000002,漏接,",
    "D1,2020-06-02 09:00:00,2020-06-02 09:00:05,2020-06-02 09:02:00,13800000001,已接听,东岸区区长专线",
    "D2,2020-06-02 09:20:00,,2020-06-02 09:20:30,13800000002,漏接,DA",
    "D3,2020-06-02 09:30:00,,2020-06-02 09:30:30,13800000003,漏接,DA",
    "X1,2020-06-02 09:30:00,,2020-06-02 09:30:30,13800000003,漏接,没有这条线",
    "X2,2020-06-01 09:30:00,,2020-06-01 09:30:30,13800000003,漏接,DA",
)


@pytest.fixture
def district(telephone):
    """The east district with its own line since this morning, a clerk at it, and calls on both lines."""
    stage = telephone.stage
    east = stage.units["east"]
    open_line(east.pk, name="东岸区区长专线", code="DA", day=local_day(stage.at), actor=PLATFORM, at=stage.at)
    user = User.objects.create_user("east.clerk", "东岸专线员")
    Holding.objects.create(user=user, post=Post.LINE_CLERK, unit_id=east.pk, since=stage.at.replace(day=1))
    stage.actors["east.clerk"] = Actor(user.pk, user.name, frozenset({Seat(Post.LINE_CLERK, east.pk, east.path, True)}))
    telephone.told = imported(telephone, telephone.file(*LINES, header=HEADER))
    return telephone


def test_the_city_counts_its_own_calls_and_the_line_sees_its_own(district):
    assert (district.told["accepted"], district.told["rejected"]) == (5, 2), "no such line, and not opened on that day"
    east = str(district.stage.units["east"].pk)
    city, line = counted(district), counted(district, centre=east)
    assert (city["calls"], city["missed_calls"], city["ring_backs"]) == ("2", "1", "1")
    assert (line["calls"], line["missed_calls"], line["ring_backs"]) == ("3", "2", "2")
    assert counted(district, centre="any")["calls"] == "5"
    clerk, lead, director = (district.browser(who) for who in ("east.clerk", "shift_lead", "director"))
    assert "共 3 通" in shown(clerk, "/calls/list/") and "共 2 通" in shown(lead, "/calls/list/")
    assert "共 2 通" in shown(director, "/calls/list/") and "共 3 通" in shown(director, "/calls/list/", line=east)
    assert f"line={east}" in shown(clerk, "/calls/") and "待回拨 2" in shown(clerk, "/calls/ring-backs/")
    assert lead.get(f"/calls/?line={east}").status_code == 404


def test_a_line_rings_back_its_own_callers_and_nobody_else_does(district):
    row = RingBack.objects.get(call__number="D2")
    assert RingBack.objects.filter(caller_hash=row.caller_hash).count() == 2, "once on each of the two lines"
    assert "您的岗位不能" in str(district.refused(row, "reach", "shift_lead"))
    assert district.take(row, "reach", "east.clerk", words="已说明").state == "rung"
    call, director = Call.objects.get(number="D1"), district.browser("director")
    page = shown(director, f"/calls/{call.pk}/")
    assert "138****0001" in page and "查看来电号码" not in page and "关联工单" not in page
    assert director.post(f"/calls/{call.pk}/reveal/", {"purpose": "callback"}).status_code == 404
    assert district.browser("shift_lead").get(f"/calls/{call.pk}/").status_code == 404


def test_the_telephone_system_names_the_line(district):
    call = {"number": "D9", "began_at": "2020-06-02T09:40:00", "outcome": "missed", "own_line": "DA"}
    lead = district.browser("shift_lead")
    told = lead.post("/api/v1/calls/", json.dumps({"calls": [call]}), content_type="application/json")
    assert told.json() == {"kept": 1, "repeated": 0, "unknown_numbers": []}
    assert Call.objects.get(number="D9").centre == district.stage.units["east"]
    wrong = json.dumps({"calls": [{**call, "number": "D8", "own_line": "无"}]})
    assert lead.post("/api/v1/calls/", wrong, content_type="application/json").status_code == 422


def test_the_calls_about_a_case_stand_on_its_page_for_whoever_reads_the_case(telephone):
    stage = telephone.stage
    case = stage.dispatch(stage.register().case, "water")
    secret = stage.dispatch(stage.register(phone="13800000009", confidential=True).case, "water")
    agent = telephone.user("agent").username
    telephone.keep(
        *(
            telephone.rings(f"T-{one.number}", "09:00:00", "answered", agent=agent, case=one.number)
            for one in (case, secret)
        )
    )
    call = Call.objects.get(about=case)
    lead = telephone.browser("shift_lead")
    part = shown(lead, f"/calls/cases/{case.number}/")
    assert f"/calls/{call.pk}/" in part and "138****0001" in part and "人工接听" in part
    assert f"/calls/cases/{case.number}/" in shown(lead, f"/cases/{case.number}/")
    assert f"/cases/{case.number}/" in shown(lead, f"/calls/{call.pk}/")
    handler = telephone.browser("water.handler")
    part = shown(handler, f"/calls/cases/{case.number}/")
    assert "138****0001" in part and f"/calls/{call.pk}/" not in part, "what was said of the call, not the call itself"
    part = shown(handler, f"/calls/cases/{secret.number}/")
    assert "人工接听" in part and "138****" not in part, "who wants to stay unknown"
    assert telephone.browser("stranger").get(f"/calls/cases/{case.number}/").status_code == 404
    assert telephone.browser("west.handler").get(f"/calls/cases/{case.number}/").status_code == 404
