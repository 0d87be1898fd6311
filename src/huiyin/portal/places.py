"""The place of a public statistic: how pages and API move it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.moves.place import Asking, Place, register
from huiyin.portal.lifecycle import PUBLICATION
from huiyin.portal.models import Publication
from huiyin.portal.publication_who import PREPARERS
from huiyin.portal.publishing import PUBLICATION_DOOR, publication_facts


def publications_visible_to(actor: Actor) -> QuerySet[Publication]:
    """Return the statistics that the actor draws up or publishes, drafts and all."""
    sees = actor.is_platform or actor.holds(*PREPARERS)
    return Publication.objects.all() if sees else Publication.objects.none()


def _facts(row: Publication, at: datetime) -> Any:
    return publication_facts(row, row.ledger, at)


def _page(row: Publication) -> str:
    return reverse("portal:publication", args=[row.number])


def _title(row: Publication, actor: Actor) -> str:
    return f"{row.name}公开统计"


def _signed_today(asking: Asking) -> dict[str, Any]:
    return {"signed_on": local_day(asking.at)}


PUBLICATIONS = register(
    Place(
        PUBLICATION,
        PUBLICATION_DOOR.move,
        lambda actor: publications_visible_to(actor).select_related("ledger", "replaces"),
        _facts,
        _page,
        _title,
        head=lambda row: row.ledger,
        lookup="number",
        initial={"publish": _signed_today},
    )
)
