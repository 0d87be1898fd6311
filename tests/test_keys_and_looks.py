"""The keys stand in one place, the map is made of them; large type and dense lists are there from the first moment."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from huiyin.flow.posts import Post
from huiyin.people.models import Holding, User
from huiyin.people.tests.pages import signed_in_as
from huiyin.ui import keys
from huiyin.ui.looks import COOKIE, looks_of

HOUSE = Path(keys.__file__).resolve().parents[1]
PRESSED = re.compile(r"""event\.key [!=]== "([^"]+)"|\b(Arrow\w+): """)


@pytest.fixture
def agent(db: None) -> Client:
    user = User.objects.create_user("a", "某人")
    user.set_password("lighthouse-42")
    user.save()
    Holding.objects.create(user=user, post=Post.AGENT, since="2018-01-01T00:00:00+08:00")
    return signed_in_as(user)


def scripts():
    return {path.relative_to(HOUSE).as_posix(): path.read_text() for path in sorted(HOUSE.glob("*/static/**/*.js"))}


def declared() -> set[str]:
    return {one for sheet in keys._sheets.values() for key in sheet.keys for one in key.keys.split()}


def test_no_script_hears_a_key_that_is_not_on_the_map():
    heard = {name for text in scripts().values() for pair in PRESSED.findall(text) for name in pair if name}
    assert {"Enter", "ArrowDown"} <= heard
    assert heard <= declared()


def test_whatever_a_key_does_is_known_to_a_script():
    said = "\n".join(scripts().values())
    for sheet in keys._sheets.values():
        for key in sheet.keys:
            assert not key.does or re.search(rf"\b{key.does}\b", said), (sheet.page, key)


def test_no_key_is_named_twice_on_a_page():
    for sheet in keys._sheets.values():
        named = [key.keys for key in sheet.keys if key.does]
        assert len(named) == len(set(named)), sheet.page


def test_the_map_shows_what_the_viewers_pages_declare_and_nothing_else(agent):
    text = agent.get("/ui/keys/").content.decode()
    assert "<kbd>F8</kbd>" in text
    assert "登记受理" in text
    assert "采集网络舆情" not in text


def test_the_page_tells_the_script_what_the_map_tells_the_reader(agent):
    text = agent.get("/intake/new/").content.decode()
    told = json.loads(re.search(r'data-page-keys="([^"]*)"', text)[1].replace("&quot;", '"'))
    assert told == {key.keys: key.does for key in keys.sheet_of("intake:new").keys if key.does}
    assert text.count("<kbd>F9</kbd>") == 1


def test_looks_are_kept_by_the_browser_and_are_there_with_the_page(agent):
    assert "data-size" not in agent.get("/ui/keys/").content.decode().split("<body")[0]
    assert agent.post("/ui/looks/", {"size": "large", "density": "dense"}).status_code == 302
    kept = agent.cookies[COOKIE]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("large.dense", True, "Lax")
    head = agent.get("/").content.decode().split("<body")[0]
    assert 'data-size="large"' in head
    assert 'data-density="dense"' in head
    agent.post("/ui/looks/", {"size": "normal", "density": "normal"})
    assert "data-size" not in agent.get("/").content.decode().split("<body")[0]


@pytest.mark.parametrize("nonsense", ["", "large.large", "x" * 5000, '"><script>', "normal.normal.dense"])
def test_what_no_page_of_ours_wrote_does_no_harm(nonsense):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = nonsense
    assert looks_of(request) == {
        "size": "large" if "large" in nonsense else "normal", "density": "dense" if "dense" in nonsense else "normal",
    }  # fmt: skip


def test_a_visitor_has_no_map(db):
    assert Client().get("/ui/keys/").status_code == 302
    assert Client().post("/ui/looks/").status_code == 302
