"""Issuing and moving supervision orders: their door, and whatever has to be locked before it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger
from huiyin.journal.rows import insert
from huiyin.journal.writing import again_after_deadlock, writing
from huiyin.supervision.lifecycle import SUPERVISION
from huiyin.supervision.models import Order
from huiyin.supervision.queries import book_on, cases_of, centres_of, order_facts, path_of, unit_facts
from huiyin.supervision.states import Origin

ORDER_DOOR = Door(SUPERVISION, Order, order_facts, head_model=Ledger, head_field="ledger_id")


@again_after_deadlock
def issue_order(
    unit_id: UUID, case_ids: Iterable[UUID], said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "",
    caused_by: UUID | None = None, origin: Origin = Origin.HAND, centre: UUID | None = None,
) -> Order:  # fmt: skip
    """Issue one supervision order to one unit, about one case, several, or the unit as a whole. Raises Refused.

    Every case gets an event of its own, with the order's as their common cause. The same `key` again gives the order
    that was issued then. `centre` is the unit for which the platform issues it; of a person the posts say it.
    """
    row = Order(book=book_on(at).id, origin=origin)
    row.unit_id = _known(unit_id, at)  # type: ignore[assignment]  # a guard refuses one that there is not
    row.centre_id = centre if actor.is_platform else _centre_over(row.unit_id, actor, at)
    row.case_ids = sorted(set(case_ids))  # type: ignore[attr-defined]
    with writing() as now_writing:
        lock_cases(now_writing, row.pk, row.case_ids)  # type: ignore[attr-defined]
        row.ledger = new_chain("order", row.pk)
        event = ORDER_DOOR.begin(row, "issue", said, actor=actor, at=at, key=key, caused_by=caused_by)
        return row if event.subject_id == row.pk else made_then(Order, row, event)


@again_after_deadlock
def issue_orders(
    cases_by_unit: Mapping[UUID, Sequence[UUID]], said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = ""
) -> list[Order]:
    """Issue an order to each of these units about its cases: all of them or none. Raises Refused."""
    with writing() as now_writing:
        # All cases are locked first and by ascending id, so that two such batches cannot wait for each other.
        for pk in sorted({pk for ids in cases_by_unit.values() for pk in ids}):
            now_writing.lock(Case, pk)
        return [
            issue_order(
                unit_id,
                cases_by_unit[unit_id],
                said,
                actor=actor,
                at=at,
                key=f"{key}{unit_id.hex}"[-64:] if key else "",
            )
            for unit_id in sorted(cases_by_unit, key=str)
        ]


@again_after_deadlock
def move_order(order_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move an order; its cases are locked first, by ascending id."""
    with writing() as now_writing:
        lock_cases(now_writing, order_id, cases_of(order_id))
        return ORDER_DOOR.move(order_id, action, said, **how)


def lock_cases(now_writing: Any, thing_id: UUID, case_ids: Sequence[UUID]) -> None:
    """Lock the cases of an order or a meeting, which are given by ascending id."""
    for pk in case_ids:
        now_writing.lock(Case, pk)
    # The effects tell each of them, and must not ask again which they are.
    now_writing.kept[thing_id] = list(case_ids)


def new_chain(kind: str, thing_id: UUID) -> Ledger:
    """Begin the chain of an order or a meeting: each has its own, so that nobody waits for another one's lock."""
    chain = Ledger(name=f"{kind}.{thing_id.hex}")
    insert([chain])
    return chain


def made_then(model: Any, row: Any, event: Event) -> Any:
    """Return what the same sending made the first time; the chain that was begun for it now is of no use."""
    row.ledger.delete()
    return model.objects.get(pk=event.subject_id)


def _known(unit_id: Any, at: datetime) -> UUID | None:
    found = unit_facts(unit_id, at)
    return found.id if found else None


def _centre_over(unit_id: UUID | None, actor: Actor, at: datetime) -> UUID | None:
    """Return for whom the actor supervises this unit: the city's centre, else the nearest own unit above it."""
    centres = centres_of(actor)
    if None in centres or not centres or unit_id is None:
        return next(iter(centres), None)
    place = path_of(unit_id)
    over = [pk for pk in centres if place.startswith(path_of(pk)) and pk != unit_id]
    return max(over or centres, key=lambda pk: len(path_of(pk)))
