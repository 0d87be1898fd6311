"""What becomes of open orders when a unit is no more, and when a new notice of holidays moves their due times."""

from datetime import datetime
from uuid import UUID

from huiyin.clocks.changes import DueChange
from huiyin.flow.actor import PLATFORM
from huiyin.supervision.effects import KIND
from huiyin.supervision.issuing import move_order
from huiyin.supervision.models import Order
from huiyin.supervision.states import OPEN_ORDER
from huiyin.units.ports import Handover


def hand_over_open_orders(handover: Handover) -> None:
    """Its successor owes what the unit owed. One that only moved within the tree owes it still."""
    if handover.heir_id is None or handover.heir_id == handover.unit_id:
        return
    for order_id in _open(handover.unit_id):
        move_order(order_id, "hand_over", {"unit": handover.heir_id}, actor=PLATFORM, at=handover.at,
                   caused_by=handover.caused_by)  # fmt: skip


def why_it_cannot_close(unit_id: UUID) -> str | None:
    """Nothing may be left without anybody."""
    left = len(_open(unit_id))
    return f"还有{left}份督办单没有办结，请指定承接单位" if left else None


def follow_calendar(change: DueChange, at: datetime) -> None:
    """A new notice of holidays moved the due time of an order: the copy on its row follows."""
    if change.subject_kind == KIND:
        Order.objects.filter(pk=change.subject_id).update(due_at=change.new)


def _open(unit_id: UUID) -> list[UUID]:
    rows = Order.objects.filter(unit=unit_id, state__in=sorted(OPEN_ORDER)).order_by("number")
    return list(rows.values_list("pk", flat=True))
