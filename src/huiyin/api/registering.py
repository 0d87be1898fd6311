"""The endpoints that make a case: what is asked today, and the making of it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict

from huiyin.api import schemas
from huiyin.api.lists import book_now
from huiyin.cases import act
from huiyin.cases.lifecycle import CASE
from huiyin.cases.queries import visible_to
from huiyin.flow import times
from huiyin.flow.table import Move
from huiyin.moves.api import mark_of_write
from huiyin.moves.schema import schema_of
from huiyin.ui.doors import actor_in

MAKERS: dict[str, Callable[..., act.Registered]] = {"register": act.register, "collect": act.collect}
"""The moves from nothing that a caller may take, and the function that takes each."""


class Said(Schema):
    """What is said of a new case, by the names and codes that the form tells."""

    model_config = ConfigDict(extra="forbid")

    said: dict[str, Any]


def add_registering(router: Router) -> None:
    """Add form and endpoint of each move that makes a case."""
    for action, make in MAKERS.items():
        move = CASE.of(action)
        router.get(
            f"/{action}", response={200: schemas.Form, **schemas.NO}, operation_id=f"case_{action}_form",
            summary=f"工单：{move.button}要填什么",
        )(_form(move))  # fmt: skip
        router.post(
            f"/{action}", response={201: schemas.Registered, **schemas.NO}, operation_id=f"case_{action}",
            summary=f"工单：{move.button}", openapi_extra=_described(move),
        )(_maker(move, make))  # fmt: skip


def _described(move: Move) -> dict[str, Any]:
    body = {"properties": {"said": schema_of(move.asks)}}
    return {"requestBody": {"content": {"application/json": {"schema": {"allOf": [body]}}}}}


def _form(move: Move) -> Callable[..., Any]:
    def form(request: HttpRequest) -> dict[str, Any]:
        book = book_now()
        return {"book": book.id, "asks": schema_of(move.asks, book)}

    return form


def _maker(move: Move, make: Callable[..., act.Registered]) -> Callable[..., Any]:
    def registered(request: HttpRequest, body: Said, key: str = mark_of_write()) -> Status[dict[str, Any]]:
        actor = actor_in(request)
        done = make(body.said, actor=actor, at=times.now(), city=settings.CITY, key=key)
        if done.again and not visible_to(actor).filter(pk=done.case.pk).exists():
            raise Http404
        return Status(201, _told(done))

    return registered


def _told(done: act.Registered) -> dict[str, Any]:
    case = done.case
    return {
        "id": case.pk, "number": case.number, "query_code": done.code, "state": case.state,
        "label": CASE.label_of(case.state), "seen": case.event_count, "due_at": case.due_at, "event": done.event.id,
    }  # fmt: skip
