"""The place of an item: how pages and API move it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.cases.choosing import topics, unit_pairs
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.knowledge.act import ITEM_DOOR
from huiyin.knowledge.lifecycle import KNOWLEDGE
from huiyin.knowledge.models import Item
from huiyin.knowledge.queries import item_facts, visible_to
from huiyin.moves.place import Asking, Pairs, Place, register
from huiyin.units.queries import active


def _facts(row: Item, at: datetime) -> Any:
    return item_facts(row, row.ledger, at)


def _title(row: Item, actor: Actor) -> str:
    return f"{row.name} {row.question}"


def _as_it_is(asking: Asking) -> Mapping[str, Any]:
    row = asking.row
    names = ("question", "answer", "topic", "valid_from", "valid_until")
    return {"owner": str(row.owner_id), **{name: getattr(row, name) for name in names}}


def _topics(asking: Asking) -> Any:
    return topics(asking.book, local_day(asking.at))


def _units(asking: Asking) -> Pairs:
    return unit_pairs(active(local_day(asking.at)))


ITEMS = register(
    Place(
        KNOWLEDGE,
        ITEM_DOOR.move,
        lambda actor: visible_to(actor).select_related("ledger", "owner"),
        _facts,
        lambda row: reverse("knowledge:item", args=[row.number]),
        _title,
        head=lambda row: row.ledger,
        lookup="number",
        choices={"topic": _topics, "unit": _units},
        initial={"revise": _as_it_is},
    )
)
