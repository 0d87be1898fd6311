"""The called number says which line a call belongs to; one that nobody declared is unknown until somebody declares it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from huiyin.calls.models import Call, RingBack
from huiyin.calls.tests.test_importing import imported
from huiyin.calls.tests.test_pages import counted, shown
from huiyin.cases.tests.browser import text_of
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day, travelling
from huiyin.journal.models import Event
from huiyin.journal.work import deliver_all
from huiyin.people.models import Holding, User
from huiyin.rulebook.shelf import book_for
from huiyin.units.lines import open_line, set_line_phones

HEADER = "话单编号,呼入时间,接听时间,挂断时间,主叫号码,被叫号码,结果"
CALLS = (
    "C1,2020-06-02 09:00:00,2020-06-02 09:00:05,2020-06-02 09:02:00,13800000001,0555-5550000,已接听",
    "C2,2020-06-02 09:01:00,,2020-06-02 09:01:30,13800000002,,漏接",
    "D1,2020-06-02 09:02:00,2020-06-02 09:02:05,2020-06-02 09:03:00,13800000003,8200001,已接听",
    "D2,2020-06-02 09:03:00,,2020-06-02 09:03:30,13800000004,+865558200002,漏接",
    "U1,2020-06-02 09:04:00,,2020-06-02 09:04:30,13800000005,8299999,漏接",
    "U2,2020-06-02 09:05:00,,2020-06-02 09:05:30,13800000004,8299999,漏接",
    "U3,2020-06-02 09:06:00,,2020-06-02 09:06:30,13800000006,8277777,自助语音",
)


@pytest.fixture
def district(telephone):
    """The east district's line is reached by two numbers; its clerk is there."""
    stage = telephone.stage
    east, calls = stage.units["east"], stage.book.calls
    open_line(east.pk, name="东岸区区长专线", code="DA", day=local_day(stage.at), phones="0555-8200001、8200002",
              calls=calls, actor=PLATFORM, at=stage.at)  # fmt: skip
    user = User.objects.create_user("east.clerk", "东岸专线员")
    Holding.objects.create(user=user, post=Post.LINE_CLERK, unit_id=east.pk, since=stage.at.replace(day=1))
    stage.actors["east.clerk"] = Actor(user.pk, user.name, frozenset({Seat(Post.LINE_CLERK, east.pk, east.path, True)}))
    return telephone


def declared(district, phones):
    stage = district.stage
    return set_line_phones(stage.units["east"].pk, phones, calls=stage.book.calls, actor=PLATFORM, at=stage.at)


@pytest.mark.parametrize(
    ("told", "spelling"),
    [("05555550000", "5550000"), ("0555-5550000", "5550000"), ("+86 555 5550000", "5550000"), ("00865555550000", "5550000"),
     ("12345", "12345"), ("041512345", "041512345"), ("0555", "0555"), ("未知", "")],
    ids=["area", "dashed", "abroad", "zeros", "short", "elsewhere", "only_the_area", "words"],
)  # fmt: skip
def test_a_called_number_has_one_spelling(told, spelling):
    assert book_for("haiyan", date(2020, 6, 2)).calls.spelling_of(told) == spelling


def test_each_call_stands_with_the_line_that_was_called_and_what_is_unknown_is_said(district):
    told = imported(district, district.file(*CALLS, header=HEADER))
    assert (told["accepted"], told["unknown_numbers"]) == (7, {"8299999": 2, "8277777": 1})
    assert Event.objects.get(verb="calls.imported").said["unknown_number"] == 3
    east = str(district.stage.units["east"].pk)
    assert (counted(district)["calls"], counted(district, centre=east)["calls"]) == ("5", "2")
    lead, clerk = district.browser("shift_lead"), district.browser("east.clerk")
    page = shown(lead, "/calls/", by="line")
    assert "8299999</a>（2 通）" in page and "8277777</a>（1 通）" in page and "5550000 便民电话" in page
    assert "共 2 通" in shown(lead, "/calls/list/", unknown="1", called="8299999")
    page = shown(clerk, "/calls/", by="line")
    assert "8200001 东岸区区长专线" in page and "8200002 东岸区区长专线" in page and "8299999" not in page


def test_a_number_that_is_declared_later_takes_its_calls_and_who_waits_along(district, monkeypatch):
    monkeypatch.setattr("huiyin.calls.act.MOST_MATCHED", 2)  # U3, the newest, is not among those that are looked at
    out, path = StringIO(), district.file(*CALLS, header=HEADER)
    call_command("import_calls", str(path), "--at", district.stage.at.isoformat(), stdout=out)
    assert "有 3 通的被叫号码没有哪条线登记：8299999（2 通）、8277777（1 通）" in out.getvalue()
    east = district.stage.units["east"]
    assert RingBack.objects.filter(centre=None).count() == 3 and RingBack.objects.filter(centre=east).count() == 1
    declared(district, "8200001 8200002 8299999")
    for _ in range(2):
        with travelling(district.stage.at):
            deliver_all(lambda: district.stage.at)
    assert (counted(district)["calls"], counted(district, centre=str(east.pk))["calls"]) == ("3", "4")
    assert Event.objects.get(verb="calls.match").said["calls"] == 2
    assert sorted(Call.objects.filter(line_known=False).values_list("number", flat=True)) == ["U3"]
    waiting = RingBack.objects.filter(state="waiting")
    assert sorted(waiting.filter(centre=east).values_list("call__number", flat=True)) == ["D2", "U1"]
    assert list(waiting.filter(centre=None).values_list("call__number", flat=True)) == ["C2"], "U2 is the caller of D2"


def test_a_number_belongs_to_one_line(district):
    with pytest.raises(Refused) as refused:
        declared(district, "8200001 5550000")
    assert refused.value.fields == {"phones": "这是市热线的号码：5550000"}
    declared(district, "")
    imported(district, district.file(*CALLS, header=HEADER))
    assert counted(district, centre=str(district.stage.units["east"].pk))["calls"] == "0"


def test_a_call_is_entered_by_hand_for_the_line_that_was_called(district):
    began = district.stage.at.strftime("%Y-%m-%dT09:30")
    said = {"began_at": began, "outcome": "answered", "waited": "4", "minutes": "3", "caller": "13800000009"}
    lead, clerk = district.browser("shift_lead"), district.browser("east.clerk")
    assert "5550000 便民电话" in shown(lead, "/calls/new/") and "8200001" in shown(clerk, "/calls/new/")
    unknown = lead.post("/calls/new/", {**said, "line": "8299999"})
    assert unknown.status_code == 422 and "没有哪条线登记了这个号码；已登记的：5550000" in text_of(unknown)
    other = lead.post("/calls/new/", {**said, "line": "8200001"})
    assert other.status_code == 422 and "由那条线补录" in text_of(other)
    late = lead.post("/calls/new/", {**said, "began_at": district.stage.at.strftime("%Y-%m-%dT23:30")})
    assert late.status_code == 422 and "来电时间在将来" in text_of(late)
    talking = text_of(lead.post("/calls/new/", {**said, "minutes": "1000", "agent": "没有的"}))
    assert "现在还没有打完" in talking and "没有这个工号" in talking and "来电时间在将来" not in talking
    assert not Call.objects.exists()
    for _ in range(2):
        assert lead.post("/calls/new/", {**said, "line": "0555-5550000", "move_key": "k1"}).status_code == 302
    assert clerk.post("/calls/new/", {**said, "move_key": "k2"}).status_code == 302
    city, east = Call.objects.get(centre=None), Call.objects.get(centre=district.stage.units["east"])
    assert (city.line, city.waited, city.talked, city.line_known) == ("5550000", 4, 180, True)
    assert (
        east.line == ""
        and Event.objects.filter(verb="calls.keep", actor_id=district.stage.who("east.clerk").user_id).exists()
    )
    for who in ("stranger", "water.handler", "supervisor"):
        assert district.browser(who).get("/calls/new/").status_code == 404, who
