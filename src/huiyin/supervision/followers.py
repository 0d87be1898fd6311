"""What this room does after events of the rooms below: an order whose clock comes to a point is urged by the platform."""

from datetime import datetime

from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import note
from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.effects import KIND
from huiyin.supervision.models import Order
from huiyin.supervision.states import WITH_THE_UNIT

URGED = "supervision.urged_by_clock"
"""Verb of an automatic urge. Fields: unit, number, paper, due, is_late, to (posts), urgent."""


@follower("supervision.urge", "clock.urged")
def urge_for_the_order(event: Event, at: datetime) -> None:
    """Write into the chain of the order that its unit was urged. A second delivery finds that it stands there."""
    row = (
        Order.objects.filter(pk=event.said.get(KIND), state__in=sorted(WITH_THE_UNIT)).select_related("ledger").first()
    )
    if row is None or Event.objects.filter(chain_id=row.ledger_id, caused_by=event.id).exists():
        return
    said = {
        "unit": row.unit_id, "number": row.number, "paper": row.paper, "due": row.due_at, "to": event.said["to"],
        "is_late": event.said["is_late"], "urgent": book_named(row.book).supervision_kind(row.kind).urgent,
    }  # fmt: skip
    note(URGED, KIND, row.pk, at=event.at, head=row.ledger, actor=PLATFORM, said=said, caused_by=event.id)
