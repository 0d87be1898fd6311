"""What each change of the tree leaves behind: its event, the line of succession, and word to the rooms above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.units import ports
from huiyin.units.models import Succession, SuccessionKind, Unit


@dataclass(frozen=True)
class Change:
    """Who changes the tree, when it is recorded, and from which day it holds."""

    actor: Actor
    at: datetime
    day: date
    why: str = ""

    @property
    def today(self) -> date:
        """The day on which it is recorded."""
        return local_day(self.at)


def tell(action: str, unit: Unit, change: Change, said: Mapping[str, Any]) -> UUID:
    """Write the event of a change into the ledger of the units; return its id."""
    said = {**said, "day": change.day}
    return note(f"unit.{action}", "unit", unit.pk, actor=change.actor, at=change.at, head="units", said=said).id


def remember(
    kind: SuccessionKind, unit: Unit, successors: Sequence[Unit], change: Change, heir: Unit | None = None
) -> None:
    """Keep the step from a unit to each of its successors, or to nothing."""
    ends: Sequence[Unit | None] = successors or [None]
    for to in ends:
        is_heir = heir is not None and to == heir
        Succession.objects.update_or_create(
            kind=kind, from_unit=unit, to_unit=to, on=change.day, defaults={"heir": is_heir, "note": change.why}
        )


def hand_over(
    kind: SuccessionKind, unit: Unit, successors: Sequence[Unit], heir: Unit | None, change: Change, *, event: UUID
) -> None:
    """Tell the rooms above, within the transaction: open cases go to the heir."""
    ports.tell(
        ports.Handover(
            kind=kind,
            unit_id=unit.pk,
            heir_id=heir.pk if heir else None,
            successor_ids=tuple(successor.pk for successor in successors),
            gone=unit.closed_on is not None,
            on=change.day,
            at=change.at,
            actor=change.actor,
            caused_by=event,
        )
    )
