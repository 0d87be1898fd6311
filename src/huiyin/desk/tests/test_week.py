"""The figures of the week and month on the homes of those who answer for them, and what waits elsewhere."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from huiyin.cases.tests.stage import set_stage
from huiyin.desk.tests.signed_in import seat_everybody
from huiyin.desk.week import spans
from huiyin.flow.times import travelling
from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as


@pytest.fixture
def stage(db, settings):
    settings.CITY = "kaifeng"
    cache.clear()
    made = set_stage("kaifeng")
    seat_everybody(made)
    with travelling(made.at + timedelta(hours=2)):
        yield made


def browser(stage, post):
    return signed_in_as(User.objects.get(pk=stage.who(post).user_id))


@pytest.mark.parametrize(("today", "told"), [
    ("2018-06-06", "0604-0607 0528-0531 0601-0607 0501-0507"),
    ("2018-03-31", "0326-0401 0319-0325 0301-0401 0201-0301"),
    ("2018-01-01", "0101-0102 1225-1226 0101-0102 1201-1202"),
])  # fmt: skip
def test_the_last_week_and_month_are_taken_until_the_same_day(today, told):
    assert " ".join(f"{a:%m%d}-{b:%m%d}" for a, b in spans(date.fromisoformat(today))) == told


def test_the_director_sees_the_city_and_a_unit_its_own_each_number_with_its_list(stage):
    director = browser(stage, "director")
    home = director.get("/").content.decode()
    assert 'hx-get="/week/"' in home
    one, two = stage.register().case, stage.register(phone="13800005530").case
    stage.dispatch(one, "water")
    page = director.get("/week/").content.decode()
    assert "<summary>全市本周　受理 <b>2</b>" in page
    address, number = page.split("受理</th>", 1)[1].split('href="')[1].split("</a>")[0].split('">')
    behind = director.get(address.replace("&amp;", "&")).content.decode()
    assert number == "2" and one.number in behind and two.number in behind
    water, other = browser(stage, "water.head"), browser(stage, "bureau.head")
    first = {who: one.get("/week/").content.decode().split("交办</th>")[1].split("</a>")[0] for who, one in
             (("water", water), ("bureau", other))}  # fmt: skip
    assert first["water"].endswith(">1") and first["bureau"].endswith(">0")
    assert "<summary>本单位本周" in water.get("/week/").content.decode()
    for post in ("agent", "water.handler"):
        assert browser(stage, post).get("/week/").status_code == 404
        assert "/week/" not in browser(stage, post).get("/").content.decode()


def test_what_waits_elsewhere_is_told_with_the_numbers_of_the_navigation(stage):
    director = browser(stage, "director")
    home = director.get("/").content.decode()
    assert 'hx-get="/ui/counts/?waits=desk-home"' in home
    assert '<b id="waits-duty-now"></b>' in home and "waits-desk-home" not in home
    told = director.get("/ui/counts/?waits=desk-home").content.decode()
    assert 'id="waits-duty-now" hx-swap-oob="true"' in told and "waits-desk-home" not in told
    assert "waits-" not in director.get("/ui/counts/").content.decode()
