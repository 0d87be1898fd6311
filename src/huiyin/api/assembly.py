"""The API put together: the rooms' endpoints and the moves of every thing, behind one sign-in and one limit."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI, Router

from huiyin.api import schemas
from huiyin.api.auth import BySession, ByToken
from huiyin.api.papers import add_papers
from huiyin.api.problems import add_handlers
from huiyin.api.reading import LISTED, add_reading, add_searching
from huiyin.api.registering import add_registering
from huiyin.api.throttle import PerMinute
from huiyin.moves.api import add_moves
from huiyin.moves.place import place_of
from huiyin.ui.doors import actor_in

DESCRIPTION = """以令牌（`Authorization: Bearer hy_…`，由 `./huiyin manage api_token` 签发）或登录会话调用，
权限与页面相同。每次写入带 `Idempotency-Key`；操作带 `seen`（看到的事件数），其间有新情况则回答 409 并告知。"""


def assembled() -> NinjaAPI:
    """Return the API with all endpoints of the house."""
    made = NinjaAPI(
        title="回音", version="1", description=DESCRIPTION, auth=[ByToken(), BySession()], throttle=[PerMinute()],
        openapi_url=None, docs_url=None, urls_namespace="api",
    )  # fmt: skip
    add_handlers(made)
    _add_own(made)
    _add_things(made)
    add_moves(made)
    for room in settings.ROOMS:
        # A room that lies below may bring endpoints of its own: a router called `router` in its `api` module.
        if room != "moves" and find_spec(f"huiyin.{room}.api"):
            made.add_router(f"/{room}", import_module(f"huiyin.{room}.api").router)
    return made


def _add_own(made: NinjaAPI) -> None:
    @made.get("/openapi.json", include_in_schema=False, url_name="openapi")
    def openapi(request: HttpRequest) -> dict[str, Any]:
        return made.get_openapi_schema()

    @made.get("/me", response={200: schemas.Me, **schemas.NO}, operation_id="me", summary="调用者是谁", tags=["调用者"])
    def me(request: HttpRequest) -> dict[str, Any]:
        actor = actor_in(request)
        posts = sorted({str(seat.post) for seat in actor.seats})
        return {"id": actor.user_id, "name": actor.name, "posts": posts, "units": sorted(actor.unit_ids)}


def _add_things(made: NinjaAPI) -> None:
    routers = {listed.kind: Router(tags=[place_of(listed.kind).table.label]) for listed in LISTED}
    files = Router(tags=["附件"])
    add_registering(routers["case"])
    add_searching(routers["case"])
    for listed in LISTED:
        add_reading(routers[listed.kind], listed)
    add_papers(routers["case"], routers["assignment"], files)
    for kind, router in routers.items():
        made.add_router(f"/{kind}", router)
    made.add_router("/file", files)
