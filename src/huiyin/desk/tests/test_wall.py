"""The wall (大屏): today's figures for who leads the hall, and for screens that are let in; nobody can be known on it."""

from copy import copy
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.desk.displays import add_display, open_display
from huiyin.desk.models import Display
from huiyin.desk.tests.signed_in import seat_everybody
from huiyin.desk.wall import counted
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people.models import DutyShift, User
from huiyin.people.tests.pages import signed_in_as


@pytest.fixture
def stage(db, settings):
    settings.CITY = "kaifeng"
    cache.clear()
    made = set_stage("kaifeng")
    seat_everybody(made)
    with travelling(made.at + timedelta(hours=2)):
        yield made


def more_like(pattern, n, **other):
    rows = []
    for _ in range(n):
        row = copy(pattern)
        row._state = copy(row._state)
        row.pk, row.number = uuid7(), f"T{uuid7().hex[-12:]}"
        row.__dict__.update(other)
        rows.append(row)
    Case.objects.bulk_create(rows)


def browser(stage, post):
    return signed_in_as(User.objects.get(pk=stage.who(post).user_id))


def test_the_wall_counts_today_by_hour_topic_and_district(stage):
    first, second = (t.code for t in stage.book.territories[:2])
    case, at = stage.register(territory=first).case, stage.at
    more_like(case, 4, territory=second, accepted_at=at + timedelta(hours=1))
    more_like(case, 2, territory=first, due_at=at + timedelta(minutes=5))
    more_like(case, 3, accepted_day=at.date() - timedelta(days=1), accepted_at=at - timedelta(days=1))
    more_like(case, 5, accepted_day=at.date() - timedelta(days=1), accepted_at=at - timedelta(hours=6))
    wall = counted(at + timedelta(hours=2))
    assert (wall.accepted, wall.yesterday, wall.open, wall.late) == (7, 3, 15, 2)
    assert [(bar.label, bar.count) for bar in wall.hours][-3:] == [("9", 3), ("10", 4), ("11", 0)]
    assert len(wall.hours) == 12
    assert [(bar.count, bar.length) for bar in wall.topics] == [(7, 100.0)]
    labels = {t.code: t.label for t in stage.book.territories}
    assert [(b.label, b.count, b.late) for b in wall.districts] == [(labels[second], 4, 0), (labels[first], 3, 2)]
    assert wall.rate_label == "按期办结率" and wall.rate == "0%"


def test_what_a_unit_took_in_on_its_own_line_is_not_on_the_wall(stage):
    case = stage.register().case
    more_like(case, 3, centre_id=stage.units["water"].pk)
    wall = counted(stage.at + timedelta(hours=2))
    assert (wall.accepted, wall.open, len(wall.latest)) == (1, 1, 1)


def test_nobody_can_be_known_on_the_wall_but_who_is_on_duty(stage):
    stage.register(title="王某投诉李某", territory=stage.book.territories[0].code)
    for other in ({"kind": "report"}, {"confidential": True}):
        stage.register(phone="13800005530", **other)
    on_duty = User.objects.get(pk=stage.who("agent").user_id)
    DutyShift.objects.create(user=on_duty, since=stage.at, until=stage.at + timedelta(hours=8))
    page = browser(stage, "shift_lead").get("/wall/").content.decode()
    for secret in ("王某", "李某", "13800005521", "柳巷", *Case.objects.values_list("number", flat=True)):
        assert secret not in page
    assert page.count("<td>09:30</td>") == 1, "a report and what is confidential are not among the latest"
    assert on_duty.name in page


@pytest.mark.parametrize(("post", "status"), [
    ("director", 200), ("supervisor", 200), ("shift_lead", 200), ("agent", 404), ("admin", 404), ("water.head", 404),
])  # fmt: skip
def test_the_wall_is_for_those_who_lead_the_hall(stage, post, status):
    assert browser(stage, post).get("/wall/").status_code == status


def test_a_screen_is_let_in_once_sees_the_wall_alone_and_is_shut_out_at_once(stage):
    keeper = browser(stage, "admin")
    said = keeper.post("/wall/displays/", {"name": "大厅东墙"}).content.decode()
    address = said.split('class="address">http://testserver')[1].split("<")[0]
    screen, thief = Client(), Client()
    assert screen.get("/wall/").headers["Location"].startswith("/people/sign-in/")
    assert thief.get(address).status_code == 200, "to look at the address does not use it up"
    assert screen.post(address).headers["Location"] == "/wall/"
    assert screen.get("/wall/").status_code == 200
    assert thief.post(address).status_code == thief.get(address).status_code == 404
    for elsewhere in ("/", "/cases/", "/wall/displays/", "/morning/"):
        assert "sign-in" in screen.get(elsewhere).headers["Location"]
    cookie = screen.cookies["huiyin_wall"]
    assert cookie["httponly"] and cookie["path"] == "/wall/" and cookie["samesite"] == "Lax"
    row = Display.objects.get()
    assert cookie.value not in str(vars(row)) and address.split("/")[-2] not in str(vars(row))
    assert keeper.post(f"/wall/displays/{row.pk}/end/").status_code == 302
    assert "sign-in" in screen.get("/wall/").headers["Location"]
    assert keeper.post(f"/wall/displays/{row.pk}/end/").status_code == 404
    verbs = Event.objects.filter(subject_id=row.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["display.add", "display.open", "display.end"]


def test_the_address_of_a_screen_runs_out_after_a_day_and_others_give_none(stage):
    _, key = add_display("大厅", actor=stage.who("director"), at=stage.at)
    assert open_display(key, at=stage.at + timedelta(hours=25)) is None
    assert open_display(key, at=stage.at + timedelta(hours=23))
    with pytest.raises(NotYours):
        add_display("大厅", actor=stage.who("supervisor"), at=stage.at)
    with pytest.raises(Refused):
        add_display(" ", actor=stage.who("director"), at=stage.at)
    assert browser(stage, "supervisor").get("/wall/displays/").status_code == 404
    assert browser(stage, "director").post("/wall/displays/", {"name": "屏" * 31}).status_code == 422


def test_the_wall_asks_as_much_of_a_large_city_as_of_a_small_one(stage):
    case = stage.register().case

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            counted(stage.at + timedelta(hours=2))
        return len(found)

    few = asked()
    more_like(case, 40)
    cache.clear()
    assert asked() == few <= 14


def test_two_screens_within_half_a_minute_are_counted_for_once(stage):
    stage.register()
    director = browser(stage, "director")
    director.get("/wall/")
    with CaptureQueriesContext(connection) as found:
        director.get("/wall/")
    assert not [one["sql"] for one in found if "cases_case" in one["sql"]]
