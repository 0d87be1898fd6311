"""The endpoints that list and read cases, shares and applications, with the time line of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict

from huiyin.api import schemas, told
from huiyin.api.lists import APPLICATIONS, CASES, SHARES, asked_of, parameters_of
from huiyin.api.way import way_of
from huiyin.api.who import require_searcher
from huiyin.api.whole import whole_of
from huiyin.cases.petitioners import called_from
from huiyin.cases.sight import sight_of
from huiyin.flow.actor import Actor
from huiyin.moves.place import place_of
from huiyin.ui.doors import actor_in
from huiyin.ui.pages import ListSpec

MOST_FOUND = 50


class Phone(Schema):
    """A telephone number to find cases by. It is sent in the body, so that no log of addresses keeps it."""

    model_config = ConfigDict(extra="forbid")

    phone: str


@dataclass(frozen=True)
class Listed:
    """How one kind of thing is listed and read: what may be asked, what is loaded, how it is told."""

    kind: str
    spec: ListSpec
    load: Callable[[QuerySet[Any]], QuerySet[Any]]
    row_told: Callable[[Any, Actor], dict[str, Any]]
    page: type[Schema]
    whole_told: Callable[[Any, Actor], dict[str, Any]]
    whole: type[Schema]

    def visible(self, actor: Actor) -> QuerySet[Any]:
        """Return the rows that the actor may see, with what is told of them."""
        return self.load(place_of(self.kind).visible(actor))


def _cases(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("lead_unit").defer("text")


def _shares(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("case", "unit").defer("case__text")


def _applications(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("case__petitioner", "assignment__unit").defer("case__text")


def _share_told(share: Any, actor: Actor) -> dict[str, Any]:
    return told.share_told(share)


def _application_told(one: Any, actor: Actor) -> dict[str, Any]:
    # The shares of the case decide only who may open an identity, which nobody does here.
    return told.application_told(one, told.reader_of(sight_of(actor, one.case, ()), one.case))


LISTED = (
    Listed("case", CASES, _cases, told.case_told, schemas.CasePage, whole_of, schemas.CaseWhole),
    Listed("assignment", SHARES, _shares, _share_told, schemas.SharePage, _share_told, schemas.ShareRow),
    Listed("application", APPLICATIONS, _applications, _application_told, schemas.ApplicationPage, _application_told,
           schemas.ApplicationRow),
)  # fmt: skip


def add_reading(router: Router, listed: Listed) -> None:
    """Add list, thing and time line of one kind."""
    label = place_of(listed.kind).table.label
    router.get(
        "", response={200: listed.page, **schemas.NO}, operation_id=f"{listed.kind}_list", summary=f"{label}：列表",
        openapi_extra={"parameters": parameters_of(listed.spec)},
    )(_lister(listed))  # fmt: skip
    router.get(
        "/{name}",
        response={200: listed.whole, **schemas.NO},
        operation_id=f"{listed.kind}_read",
        summary=f"{label}：查看",
    )(_reader(listed))
    router.get(
        "/{name}/events", response={200: list[schemas.EventRow], **schemas.NO}, operation_id=f"{listed.kind}_events",
        summary=f"{label}：办理经过",
    )(_way(listed))  # fmt: skip


def add_searching(router: Router) -> None:
    """Add the search for a caller's cases."""
    router.post(
        "/search", response={200: list[schemas.CaseRow], **schemas.NO}, operation_id="case_search",
        summary="工单：按来电号码查找",
    )(_search)  # fmt: skip


def _lister(listed: Listed) -> Callable[..., Any]:
    def lists(request: HttpRequest) -> dict[str, Any]:
        actor, listing = actor_in(request), asked_of(request, listed.spec)
        page = listing.page(listed.visible(actor))
        rows = [listed.row_told(row, actor) for row in page.rows]
        return {"rows": rows, "previous": page.previous, "next": page.next}

    return lists


def _reader(listed: Listed) -> Callable[..., Any]:
    def reads(request: HttpRequest, name: str) -> dict[str, Any]:
        actor = actor_in(request)
        return listed.whole_told(place_of(listed.kind).found(actor, name), actor)

    return reads


def _way(listed: Listed) -> Callable[..., Any]:
    def way(request: HttpRequest, name: str) -> list[dict[str, Any]]:
        actor, place = actor_in(request), place_of(listed.kind)
        row = place.found(actor, name)
        return way_of(place.head(row), actor, part=None if listed.kind == "case" else row.pk)

    return way


def _search(request: HttpRequest, body: Phone) -> list[dict[str, Any]]:
    actor = actor_in(request)
    require_searcher(actor)
    cases = LISTED[0].visible(actor).filter(petitioner__in=called_from(body.phone)).order_by("-received_at", "-id")
    return [told.case_told(case, actor) for case in cases[:MOST_FOUND]]
