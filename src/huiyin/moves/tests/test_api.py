"""The API offers the moves that the page offers, asks the same, and answers with the same reasons."""

from uuid import uuid4

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from huiyin.flow.table import NotNow, Refused
from huiyin.journal.door import Stale
from huiyin.journal.models import Event
from huiyin.moves.api import router_of
from huiyin.moves.tests.lamps import AGENT, NINE, STRANGER, SUPERVISOR, Room


def ask(room: Room, method: str, path: str, actor=SUPERVISOR, **more):
    router = router_of(room.place())
    NinjaAPI(urls_namespace=str(uuid4())).add_router("", router)
    return getattr(TestClient(router), method)(f"/{room.row.pk}{path}", actor=actor, **more)


def test_the_moves_that_are_offered_come_with_what_they_ask(room):
    answer = ask(room, "get", "/moves").json()
    assert (answer["state"], answer["label"], answer["seen"]) == ("off", "已关", 4)
    assert [move["action"] for move in answer["moves"]] == ["light"]
    assert answer["moves"][0]["asks"]["required"] == ["why"]


def test_nothing_is_offered_that_the_page_does_not_offer(room):
    assert ask(room, "get", "/moves", AGENT).json()["moves"] == []


def test_a_move_goes_through_the_door(room, monkeypatch):
    monkeypatch.setattr("huiyin.moves.api._made", lambda place, row, event: _made(event))
    sent = {"said": {"why": "天黑了"}, "seen": 4}
    answer = ask(room, "post", "/moves/light", json=sent, headers={"Idempotency-Key": "abc"})
    assert answer.status_code == 200
    assert room.moved == [("light", {"why": "天黑了"}, 4, "abc")]


def _made(event):
    return {"event": event.id, "at": NINE, "state": "on", "label": "已开", "seen": 5}


@pytest.mark.parametrize(
    ("no", "status"), [(Refused(["检修中"], {"why": "太短"}), 422), (NotNow(["已经开着"]), 409), (Stale([]), 409)]
)
def test_every_reason_is_told(room, no, status):
    room.answer = no
    answer = ask(room, "post", "/moves/light", json={"said": {"why": "x"}})
    assert answer.status_code == status
    assert answer.json()["reasons"] == list(no.reasons)
    assert answer.json()["fields"] == no.fields


def test_what_was_done_meanwhile_is_told(room):
    room.answer = Stale([Event(verb="lamp.light", actor_id=SUPERVISOR.user_id, at=NINE)])
    assert ask(room, "post", "/moves/light", json={"seen": 1}).json()["meanwhile"][0]["what"] == "开灯"


def test_another_post_is_told_that_it_may_not(room):
    assert ask(room, "post", "/moves/light", AGENT, json={}).status_code == 403
    assert room.moved == []


@pytest.mark.parametrize("actor", [STRANGER, None])
@pytest.mark.parametrize(("method", "path"), [("get", "/moves"), ("post", "/moves/light")])
def test_a_stranger_finds_nothing(room, actor, method, path):
    more = {"json": {}} if method == "post" else {}
    assert ask(room, method, path, actor, **more).status_code == 404
    assert room.moved == []


def test_there_is_no_endpoint_for_what_happens_by_itself(room):
    with pytest.raises(Exception, match="Cannot resolve"):
        ask(room, "post", "/moves/go_out", json={})
