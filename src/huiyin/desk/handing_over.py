"""Handing open work over within a unit: when the contact changes, who answers for the shares is named anew in one move.

Every handler of a unit works on all its shares; what belongs to a person is the charge (落实责任人) on a share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.act import ASSIGNMENT_DOOR
from huiyin.cases.lifecycle_parts import ASSIGNMENT, WITH_THE_UNIT
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import shares_visible_to
from huiyin.flow.actor import Actor
from huiyin.flow.says import clean
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.models import Event, Told
from huiyin.journal.writing import writing
from huiyin.units.contacts import current_contacts
from huiyin.units.models import ContactRole

LEDGER = "handing_over"
"""The chain of hand-overs of many shares at once."""

MOST_AT_ONCE = 200
MOST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Held:
    """What one person of a unit answers for: `any_share` stands for all of it in an address, so that no name does."""

    unit_id: UUID
    unit: str
    handler: str
    count: int
    any_share: UUID


def open_shares(actor: Actor) -> QuerySet[Assignment]:
    """Return the shares of the actor's own units for which somebody answers or should."""
    return shares_visible_to(actor).filter(unit__in=actor.unit_ids, state__in=WITH_THE_UNIT)


def held_by_person(actor: Actor) -> list[Held]:
    """Return who answers for how many open shares, those for which nobody does first: one statement."""
    rows = open_shares(actor).order_by("unit_path", "charge_handler", "due_at", "id")
    found: dict[tuple[UUID, str], Held] = {}
    for unit_id, unit, handler, share in rows.values_list("unit_id", "unit__short_name", "charge_handler", "id")[
        :MOST_LOOKED_AT
    ]:
        before = found.get((unit_id, handler))
        found[unit_id, handler] = Held(
            unit_id, unit, handler, before.count + 1 if before else 1, before.any_share if before else share
        )
    return list(found.values())


def shares_held_like(share: Assignment, actor: Actor) -> QuerySet[Assignment]:
    """Return the open shares of the same unit for which the same person answers, or nobody; due first."""
    same = open_shares(actor).filter(unit_id=share.unit_id, charge_handler=share.charge_handler)
    return same.select_related("case").order_by("due_at", "id")


def names_from_contacts(share: Assignment) -> dict[str, str]:
    """Return whom the unit names as its contacts now, for the form: the leader in charge and the handler."""
    contacts = current_contacts(share.unit_id)
    names = {
        role: contacts[role].name if role in contacts else "" for role in (ContactRole.LEADER, ContactRole.HANDLER)
    }
    return {
        "charge_leader": names[ContactRole.LEADER] or share.charge_leader,
        "charge_section": share.charge_section,
        "charge_handler": names[ContactRole.HANDLER] if names[ContactRole.HANDLER] != share.charge_handler else "",
    }


def hand_over(
    shares: Sequence[Assignment], said: Mapping[str, str], *, actor: Actor, at: datetime, key: str
) -> Event:  # fmt: skip
    """Name who answers for these shares from now on: all of them or none. Raises Refused.

    One event tells of the whole, and is the cause of one in each case. The same key again writes nothing new.
    """
    _refuse_what_cannot_be_handed_over(shares, said)
    with writing() as now_writing:
        if done := _done_already(actor, key):
            return done
        unit_id = shares[0].unit_id
        whole = note("unit.handed_over", "unit", unit_id, at=at, head=LEDGER, actor=actor, said={"cases": len(shares)})
        in_order = sorted(shares, key=lambda share: (share.case_id, share.pk))
        # Locked by ascending id, so that two such moves cannot wait for each other.
        for share in in_order:
            now_writing.lock(Case, share.case_id)
        for share in in_order:
            _charge(share, said, actor, at, whole)
        if key:
            Told.objects.create(actor_id=actor.user_id, key=key, event_id=whole.id, subject_id=unit_id, at=at)
    return whole


def _charge(share: Assignment, said: Mapping[str, str], actor: Actor, at: datetime, whole: Event) -> None:
    try:
        ASSIGNMENT_DOOR.move(share.pk, "charge", said, actor=actor, at=at, caused_by=whole.id)
    except Refused as refused:
        raise Refused([f"{share.case.number}：{reason}" for reason in refused.reasons], refused.fields) from None


def _refuse_what_cannot_be_handed_over(shares: Sequence[Assignment], said: Mapping[str, str]) -> None:
    _, errors = clean(ASSIGNMENT.of("charge").asks, said, None)
    reasons = [] if shares else ["没有选择工单"]
    if len(shares) > MOST_AT_ONCE:
        reasons.append(f"一次最多移交{MOST_AT_ONCE}件")
    if len({share.unit_id for share in shares}) > 1:
        reasons.append("一次只移交一个单位的工单")
    if reasons or errors:
        raise Refused(reasons, errors)


def _done_already(actor: Actor, key: str) -> Event | None:
    told = Told.objects.filter(actor_id=actor.user_id, key=key).first() if key else None
    return Event.objects.get(id=told.event_id) if told else None
