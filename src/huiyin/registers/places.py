"""The place of an entry: how pages and API withdraw it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.moves.place import Place, register
from huiyin.registers.act import ENTRY_DOOR
from huiyin.registers.lifecycle import REGISTER
from huiyin.registers.models import Entry
from huiyin.registers.queries import entry_facts, register_of, visible_to
from huiyin.registers.shown import title_of


def _facts(row: Entry, at: datetime) -> Any:
    return entry_facts(row, row.ledger, at)


def _title(row: Entry, actor: Actor) -> str:
    return f"{row.name} {title_of(register_of(row), row.content)}"


ENTRIES = register(
    Place(
        REGISTER,
        ENTRY_DOOR.move,
        lambda actor: visible_to(actor).select_related("ledger", "unit"),
        _facts,
        lambda row: reverse("registers:entry", args=[row.number]),
        _title,
        head=lambda row: row.ledger,
        lookup="number",
    )
)
