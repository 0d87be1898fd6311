"""The demo city is built through the doors: units, people, contacts; one sign-in a post, told once and kept aside."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.building import build_city, steps_to_build
from huiyin.demo.cities import sketch_of
from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.posts import Post
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people.models import Holding, User
from huiyin.units.contacts import units_missing_roles
from huiyin.units.models import Contact, Unit

NOON = datetime.fromisoformat("2018-06-06T12:00:00+08:00")


@pytest.fixture
def own_folder(tmp_path, settings):
    settings.VAR = tmp_path
    return tmp_path


def demo_city(*args):
    out = StringIO()
    call_command("demo_city", *args, stdout=out)
    return out.getvalue()


@pytest.mark.mission(30, 131)
@pytest.mark.parametrize(("city", "first", "whole"), [("kaifeng", 60, 198), ("dandong", 36, 149)])
def test_units_people_and_contacts_are_there_and_every_step_is_told(db, city, first, whole):
    told = []
    build_city(sketch_of(city), "k7fm-2wqh-x9td", lambda: told.append(1))
    assert len(told) == steps_to_build(sketch_of(city))
    assert (Unit.objects.filter(depth=1).count(), Unit.objects.count()) == (first, whole)
    assert units_missing_roles() == []
    assert Contact.objects.filter(until__isnull=True).count() == 3 * whole
    zone = Unit.objects.filter(name="合作区管理委员会").first()
    assert zone is None or zone.children.count() == 37


def test_every_post_has_somebody_and_one_of_each_can_sign_in(db):
    people = build_city(sketch_of("dandong"), "k7fm-2wqh-x9td")
    assert set(Holding.objects.values_list("post", flat=True)) == {str(post) for post in Post}
    assert {one.post for one in people} == {post.label for post in Post}
    able = User.objects.exclude(password__startswith="!").exclude(pk=PLATFORM_ID)
    assert {user.username for user in able} == {one.username for one in people}
    client = Client()
    answer = client.post("/people/sign-in/", {"login": people[0].username, "password": "k7fm-2wqh-x9td"})
    assert answer.status_code == 302
    assert client.get("/people/me/").status_code == 200


def test_nothing_was_written_beside_the_doors(db):
    build_city(sketch_of("dandong"), "k7fm-2wqh-x9td")
    told = dict.fromkeys(("unit.open", "user.create", "user.give_post", "unit.change_contact"), 0)
    for verb in Event.objects.values_list("verb", flat=True):
        told[verb] += 1
    people = User.objects.exclude(pk=PLATFORM_ID).count()
    assert told == {
        "unit.open": Unit.objects.count(), "user.create": people, "user.give_post": Holding.objects.count(),
        "unit.change_contact": Contact.objects.count(),
    }  # fmt: skip


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_demo_city_has_matters_in_every_state_and_prints_its_sign_ins(db, own_folder, settings, city):
    settings.CITY = city
    with travelling(NOON):
        told = demo_city("--city", city, "--print-signins")
    states = set(Case.objects.values_list("state", flat=True))
    never = {CaseState.ARCHIVED, CaseState.IN_CALLBACK}
    if city == "dandong":
        never |= {CaseState.IN_APPROVAL, CaseState.APPROVED}
    assert states == set(CaseState) - never
    assert 110 <= Case.objects.count() <= 145
    assert Case.objects.filter(suspended=True).exists()
    assert Event.objects.filter(at__gt=NOON).count() == 0
    password = json.loads((own_folder / "demo-signins.json").read_text(encoding="utf-8"))["password"]
    lines = [line.split("\t") for line in told.splitlines()]
    assert {line[0] for line in lines} == {post.label for post in Post}
    assert {line[2] for line in lines} == {password}
    assert (own_folder / "demo-signins.json").stat().st_mode & 0o077 == 0


def test_a_city_that_is_there_is_neither_built_nor_played_again(db, own_folder):
    with travelling(NOON):
        build_city(sketch_of("kaifeng"), "k7fm-2wqh-x9td")
        events = Event.objects.count()
        told = demo_city("--city", "kaifeng", "--no-cases", "--print-signins")
    assert Event.objects.count() == events
    assert "请向系统管理员领取" in told


def test_an_unknown_city_is_refused(db, own_folder):
    with pytest.raises(CommandError, match="没有演示城市"):
        demo_city("--city", "atlantis")
