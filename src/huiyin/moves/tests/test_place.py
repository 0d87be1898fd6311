"""One view moves any thing of which a room says where it is found, who sees it and through which door it goes."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, QueryDict
from django.test import RequestFactory

from huiyin.flow.actor import Actor
from huiyin.flow.table import NotNow, Refused
from huiyin.journal.door import Stale
from huiyin.journal.models import Event
from huiyin.moves import place as places
from huiyin.moves.tests.lamps import AGENT, NINE, STRANGER, SUPERVISOR, Room
from huiyin.moves.views import move as view


def ask(room: Room, action: str = "light", actor: Actor = SUPERVISOR, post: str | None = None, *, htmx: bool = False):
    address = f"/moves/lamp/{room.row.pk}/{action}/"
    request = RequestFactory().get(address) if post is None else RequestFactory().post(address)
    if post is not None:
        request.POST = QueryDict(post)
    request.actor, request.htmx, request._messages = actor, htmx, CookieStorage(request)
    return view(request, "lamp", str(room.row.pk), action)


def text(response: Any) -> str:
    return response.content.decode()


def test_the_form_shows_what_is_asked_and_what_the_page_has_seen(room):
    page = text(ask(room))
    assert "开灯" in page
    assert 'name="why"' in page
    assert 'name="move_seen" value="4"' in page


def test_a_sent_form_goes_through_the_door_with_what_was_seen_and_its_key(room):
    response = ask(room, post="why=%E5%A4%A9%E9%BB%91%E4%BA%86&move_seen=4&move_key=abc")
    assert (response.status_code, response["Location"]) == (302, f"/lamps/{room.row.pk}/")
    assert room.moved == [("light", {"why": "天黑了"}, 4, "abc")]


def test_sent_by_htmx_the_answer_leads_the_whole_window_on(room):
    response = ask(room, post="why=x", htmx=True)
    assert response["HX-Redirect"] == f"/lamps/{room.row.pk}/"


def test_the_page_that_is_open_already_is_loaded_anew(room):
    shown = SimpleNamespace(current_url_abs_path=f"/lamps/{room.row.pk}/#socket")
    response = ask(room, post="why=x", htmx=shown)
    assert response["HX-Refresh"] == "true"
    assert "HX-Redirect" not in response


def test_a_refusal_comes_back_as_the_form_with_its_text_and_every_reason(room):
    room.answer = Refused(["电路检修中"], {"why": "理由太短"})
    response = ask(room, post="why=%E9%BB%91")
    assert response.status_code == 422
    for said in ("电路检修中", "理由太短", "黑</textarea>"):
        assert said in text(response)


def test_by_htmx_only_the_form_comes_back(room):
    room.answer = Refused(["电路检修中"])
    page = text(ask(room, post="why=x", htmx=True))
    assert "<html" not in page
    assert "电路检修中" in page


@pytest.mark.parametrize("htmx", [False, True], ids=["whole", "part"])
def test_what_was_done_meanwhile_is_told_and_the_typed_text_stays(room, htmx):
    done = Event(verb="lamp.light", actor_id=SUPERVISOR.user_id, at=NINE, subject_id=room.row.pk, state_after="on")
    room.answer = Stale([done])
    response = ask(room, post="why=%E5%A4%A9%E9%BB%91%E4%BA%86&move_seen=2&move_key=abc", htmx=htmx)
    page = text(response)
    assert response.status_code == 409
    assert "<b>开灯</b>" in page
    assert "09:00" in page
    assert "天黑了" in page
    assert 'name="move_seen" value="4"' in page
    assert 'value="abc"' not in page


@pytest.mark.parametrize("htmx", [False, True], ids=["whole", "part"])
def test_what_is_not_possible_now_is_a_conflict_and_the_typed_text_stays(room, htmx):
    room.answer = NotNow(["路灯现在是“已开”，不能开灯"])
    response = ask(room, post="why=%E5%A4%A9%E9%BB%91%E4%BA%86", htmx=htmx)
    assert response.status_code == 409
    assert "不能开灯" in text(response)
    assert "天黑了" in text(response)


@pytest.mark.parametrize("htmx", [False, True], ids=["whole", "part"])
def test_whose_turn_is_over_gets_the_own_words_back_and_nothing_else(room, htmx):
    response = ask(room, actor=AGENT, post="why=%E5%A4%A9%E9%BB%91%E4%BA%86&move_seen=3", htmx=htmx)
    assert response.status_code == 409
    page = text(response)
    assert "现在已不由您开灯" in page
    assert "天黑了" in page
    assert "<textarea" not in page
    assert room.moved == []


@pytest.mark.parametrize("seen", ["4", "5", "", "x"])
def test_who_never_had_the_turn_finds_nothing(room, seen):
    with pytest.raises(Http404):
        ask(room, actor=AGENT, post=f"why=x&move_seen={seen}")


def test_why_it_is_not_possible_now_is_told_before_anything_is_typed(room):
    room.broken = True
    assert "灯泡坏了" in text(ask(room))


@pytest.mark.parametrize(
    ("actor", "action"),
    [(STRANGER, "light"), (AGENT, "light"), (SUPERVISOR, "put_up"), (SUPERVISOR, "go_out"), (SUPERVISOR, "unknown")],
)
@pytest.mark.parametrize("post", [None, "why=x"])
def test_who_may_not_and_what_is_no_move_finds_nothing(room, actor, action, post):
    with pytest.raises(Http404):
        ask(room, action, actor, post)
    assert room.moved == []


def test_a_visitor_is_sent_to_the_sign_in(room):
    assert ask(room, actor=None).status_code == 302  # type: ignore[arg-type]


def test_a_name_of_nothing_is_not_found_whatever_it_is_made_of(room):
    for name in ("999", "x", "", "../etc", "\x00"):
        with pytest.raises(Http404):
            places.place_of("lamp").found(SUPERVISOR, name)


def test_a_key_that_belongs_to_another_act_is_no_success(room):
    other = Event(subject_id=uuid4(), verb="lamp.light", actor_id=SUPERVISOR.user_id, at=NINE)
    places._places["lamp"] = replace(room.place(), act=lambda *args, **how: other)
    response = ask(room, post="why=x&move_key=abc")
    assert response.status_code == 409
    assert "提交编号" in text(response)
