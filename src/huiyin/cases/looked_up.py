"""Who looked up whom: finding a petitioner by a phone number or a name is knowing of somebody, and is written down.

What is written belongs to no case, but to whoever has this number or name: a chain of its own for each keyed hash. The
same person looking again within minutes, as somebody does who types, is one look.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.journal.door import note
from huiyin.journal.models import Event, Ledger

FOUND = "petitioner.found"
"""Verb of the event. Fields: where (the page on which it was found)."""

ONE_LOOK = timedelta(minutes=10)


def write_down(hashed: bytes, where: str, *, actor: Actor, at: datetime) -> None:
    """Write down that somebody was found by a keyed hash, on which page."""
    lately = looks_for([hashed]).filter(actor_id=actor.user_id, at__gt=at - ONE_LOOK)
    if not any(event.said.get("where") == where for event in lately):
        note(FOUND, "lookup", uuid7(), at=at, head=_ledger_of(hashed), actor=actor, said={"where": where})


def ledgers_of(hashes: Iterable[bytes]) -> list[str]:
    """Return the names of the chains in which it stands who looked for whoever has one of these hashes."""
    return [_ledger_of(bytes(hashed)) for hashed in hashes]


def looks_for(hashes: Iterable[bytes]) -> QuerySet[Event]:
    """Return the events of looking for whoever has one of these hashes."""
    chains = Ledger.objects.filter(name__in=ledgers_of(hashes))
    return Event.objects.filter(chain_id__in=list(chains.values_list("pk", flat=True)), verb=FOUND)


def _ledger_of(hashed: bytes) -> str:
    return f"found.{hashed.hex()[:32]}"
