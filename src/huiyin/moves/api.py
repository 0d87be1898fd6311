"""The endpoints of all moves, made from the tables: which are offered, and one for each move of each kind of thing."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from ninja import Header, NinjaAPI, Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict

from huiyin.flow import times
from huiyin.flow.table import BIRTH, Move, NotYours, Refused
from huiyin.journal.door import Stale
from huiyin.journal.prepared import Prepared
from huiyin.moves.place import Place, all_places
from huiyin.moves.schema import schema_of
from huiyin.moves.taking import status_of, take, told_meanwhile
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in


class Said(Schema):
    """What is sent with a move. `seen` may be left out, but then nobody is warned of what was done meanwhile."""

    model_config = ConfigDict(extra="forbid")

    said: dict[str, Any] = {}
    seen: int | None = None


def mark_of_write() -> Any:
    """Return the header in which the caller names a write, so that the same one sent again is one act."""
    return Header(
        "", alias="Idempotency-Key", max_length=64,
        description="调用方为这次写入取的唯一编号；重发时用同一个编号，不会重复写入",
    )  # fmt: skip


class Made(Schema):
    """The move was made: its event, the state after it, and the count of events to send as `seen` next time."""

    event: UUID
    at: datetime
    state: str
    label: str
    seen: int


class Act(Schema):
    """One act that was done since the caller looked."""

    at: datetime
    who: str
    what: str


class No(Schema):
    """The move was not made, and nothing was written: every reason at once."""

    reasons: list[str]
    fields: dict[str, str] = {}
    meanwhile: list[Act] = []


class Offered(Schema):
    """One move that the caller may take now, and what it asks."""

    action: str
    button: str
    asks: dict[str, Any]


class Offers(Schema):
    """How a thing stands, and what the caller may do with it."""

    state: str
    label: str
    seen: int
    moves: list[Offered]


def add_moves(api: NinjaAPI) -> None:
    """Mount the endpoints of every place: `/<kind>/<name>/moves` and `/<kind>/<name>/moves/<action>`.

    The mounting room answers for `request.actor`; without one every endpoint answers 404.
    """
    for place in all_places():
        api.add_router(f"/{place.kind}", router_of(place))


def router_of(place: Place) -> Router:
    """Return the endpoints of one kind of thing."""
    router = Router(tags=[place.table.label])
    router.get(
        "/{name}/moves",
        response=Offers,
        operation_id=f"{place.kind}_moves",
        summary=f"{place.table.label}：现在可做的操作",
    )(_lister(place))
    for move in place.table:
        if not (move.hidden or move.automatic or move.source == {BIRTH}):
            _add_move(router, place, move)
    return router


def _add_move(router: Router, place: Place, move: Move) -> None:
    body = {"properties": {"said": schema_of(move.asks)}}
    router.post(
        f"/{{name}}/moves/{move.action}",
        response={200: Made, 403: No, 409: No, 422: No},
        operation_id=f"{place.kind}_{move.action}",
        summary=f"{place.table.label}：{move.button}",
        openapi_extra={"requestBody": {"content": {"application/json": {"schema": {"allOf": [body]}}}}},
    )(_mover(place, move.action))


def _lister(place: Place) -> Callable[..., Any]:
    def offers(request: HttpRequest, name: str) -> dict[str, Any]:
        actor = actor_in(request)
        row = place.found(actor, name)
        facts, book = place.facts(row, times.now()), book_named(row.book)
        moves = [
            {"action": m.action, "button": m.button, "asks": schema_of(m.asks, book)}
            for m in place.offered(row, facts, actor)
        ]
        label = place.table.label_of(row.state)
        return {"state": row.state, "label": label, "seen": place.head(row).event_count, "moves": moves}

    return offers


def _mover(place: Place, action: str) -> Callable[..., Any]:
    def make(request: HttpRequest, name: str, body: Said, key: str = mark_of_write()) -> Status[dict[str, Any]]:
        actor, at = actor_in(request), times.now()
        row = place.found(actor, name)
        try:
            event = take(place.asking(row, action, actor, at), body.said, seen=body.seen, key=key)
        except NotYours as refused:
            return Status(403, _no(refused))
        except Stale as stale:
            acts = [vars(one) for one in told_meanwhile(place.table, stale.events)]
            return Status(409, {**_no(stale), "meanwhile": acts})
        except Refused as refused:
            return Status(status_of(refused), _no(refused))
        return Status(200, _made(place, row, event))

    return make


def _made(place: Place, row: Any, event: Any) -> dict[str, Any]:
    head = place.head(row)
    model: type[Model] = type(head)
    now_seen = _count_of(model).first(head.pk)
    label = place.table.label_of(event.state_after)
    return {"event": event.id, "at": event.at, "state": event.state_after, "label": label, "seen": now_seen}


@lru_cache(maxsize=16)
def _count_of(model: type[Model]) -> Prepared[int]:
    return Prepared(lambda pk: model._default_manager.filter(pk=pk).values_list("event_count", flat=True))


def _no(refused: Refused) -> dict[str, Any]:
    return {"reasons": list(refused.reasons), "fields": refused.fields}
