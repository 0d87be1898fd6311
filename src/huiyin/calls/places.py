"""The place of a ring-back: how pages and API move one."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.calls.act import move_ring_back
from huiyin.calls.lifecycle import RINGBACK
from huiyin.calls.models import RingBack
from huiyin.calls.queries import masked_caller_of, ring_backs_visible_to, ring_facts
from huiyin.flow.actor import Actor
from huiyin.moves.place import Place, register


def _facts(row: RingBack, at: datetime) -> Any:
    return ring_facts(row, row.ledger, at)


def _title(row: RingBack, actor: Actor) -> str:
    return f"{masked_caller_of(row.call)} 漏接 {row.missed} 次"


RINGBACKS = register(
    Place(
        RINGBACK,
        move_ring_back,
        lambda actor: ring_backs_visible_to(actor).select_related("ledger", "call", "by"),
        _facts,
        lambda row: reverse("calls:ring_backs"),
        _title,
        head=lambda row: row.ledger,
    )
)
