"""Where the rooms above tell the tree of units what they need to know, or have to say, when a unit changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.units.models import SuccessionKind


@dataclass(frozen=True)
class Handover:
    """A unit that stopped being what it was. `heir_id` takes over its open cases; None where there is no successor.

    After a move `heir_id` is the unit itself in its new place; `gone` tells whether the unit is closed.
    """

    kind: SuccessionKind
    unit_id: UUID
    heir_id: UUID | None
    successor_ids: tuple[UUID, ...]
    gone: bool
    on: date
    at: datetime
    actor: Actor
    caused_by: UUID


Hear = Callable[[Handover], None]
Object = Callable[[UUID], str | None]

_hearers: list[Hear] = []
_objectors: list[Object] = []
_line_objectors: list[Object] = []


def on_succession(hear: Hear) -> Hear:
    """Call `hear` inside the transaction of each move, merge, split and close. A refusal there undoes the change."""
    if hear not in _hearers:
        _hearers.append(hear)
    return hear


def before_close_without_successor(ask: Object) -> Object:
    """Ask `ask(unit_id)` before a unit closes without a successor; its answer is the reason for "no", or None."""
    if ask not in _objectors:
        _objectors.append(ask)
    return ask


def tell(handover: Handover) -> None:
    """Tell all who hear."""
    for hear in _hearers:
        hear(handover)


def objections_to_close(unit_id: UUID) -> list[str]:
    """Return every reason why this unit cannot close without a successor."""
    return [reason for ask in _objectors if (reason := ask(unit_id))]


def before_line_ends(ask: Object) -> Object:
    """Ask `ask(unit_id)` before a unit's own line ends; its answer is the reason for "no", or None."""
    if ask not in _line_objectors:
        _line_objectors.append(ask)
    return ask


def objections_to_end_line(unit_id: UUID) -> list[str]:
    """Return every reason why the line of this unit cannot end now."""
    return [reason for ask in _line_objectors if (reason := ask(unit_id))]
