"""Changes by which units end or give something away: merge, split, close. One transaction, one event a unit."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.journal.writing import writing
from huiyin.units import guards, history, ports
from huiyin.units.guards import refuse_for
from huiyin.units.models import Contact, SuccessionKind, Unit
from huiyin.units.record import Change, hand_over, remember, tell
from huiyin.units.who import require_tree


def merge(
    unit_ids: Sequence[UUID], *, into_id: UUID, day: date, levels: int, actor: Actor, at: datetime, why: str = ""
) -> Unit:
    """Merge units into another that goes on: their sub-units, open cases and figures go with them. Raises Refused."""
    require_tree(actor)
    with writing():
        history.lock_tree()
        into, change = history.unit(into_id), Change(actor, at, day, why)
        # The lowest first: a sub-unit that is merged too must be gone before those that remain are put elsewhere.
        ending = sorted((history.unit(pk) for pk in dict.fromkeys(unit_ids)), key=lambda unit: -unit.depth)
        refuse_for(
            guards.some_are_named(ending, "被并入的单位"),
            guards.day_has_come(day, change.today),
            *guards.can_receive(into, day),
            *(reason for unit in ending for reason in _may_end(unit, [into], day)),
            *(reason for unit in ending for reason in _may_pass_on_sub_units(unit, into, levels)),
            *(guards.line_is_over(unit.line_name) for unit in ending),
        )
        for unit in ending:
            _end(SuccessionKind.MERGE, unit, [into], into, change)
        return into


def split(
    unit_id: UUID,
    *,
    into_ids: Sequence[UUID],
    heir_id: UUID,
    day: date,
    levels: int,
    actor: Actor,
    at: datetime,
    why: str = "",
) -> Unit:
    """Split a unit into others, of which the heir takes over open cases and sub-units. Raises Refused.

    A unit that is its own heir survives: it only gives something away and keeps its open cases and sub-units.
    """
    require_tree(actor)
    with writing():
        history.lock_tree()
        unit, heir, change = history.unit(unit_id), history.unit(heir_id), Change(actor, at, day, why)
        parts = [history.unit(pk) for pk in dict.fromkeys(into_ids)]
        survives = heir == unit
        refuse_for(
            guards.some_are_named(parts, "分设出的单位"),
            None if survives else guards.heir_is_among(heir, parts),
            guards.day_has_come(day, change.today),
            *_may_end(unit, parts, day),
            *(reason for part in parts for reason in guards.can_receive(part, day)),
            *([] if survives else _may_pass_on_sub_units(unit, heir, levels)),
            None if survives else guards.line_is_over(unit.line_name),
        )
        if survives:
            _give_away(unit, parts, change)
        else:
            _end(SuccessionKind.SPLIT, unit, parts, heir, change)
        return unit


def close(
    unit_id: UUID, *, successor_id: UUID | None = None, day: date, actor: Actor, at: datetime, why: str = ""
) -> Unit:
    """Close a unit on a day; a successor, if there is one, takes over its open cases. Raises Refused."""
    require_tree(actor)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day, why)
        heir = history.unit(successor_id) if successor_id else None
        successors = [heir] if heir else []
        refuse_for(
            guards.no_units_below(history.names_below(unit)),
            guards.day_has_come(day, change.today),
            *_may_end(unit, successors, day),
            *guards.can_receive(heir, day),
            *([] if heir else ports.objections_to_close(unit.pk)),
            guards.line_is_over(unit.line_name),
        )
        _end(SuccessionKind.CLOSE, unit, successors, heir, change)
        return unit


def _may_end(unit: Unit, receivers: Sequence[Unit], day: date) -> list[str | None]:
    return [
        guards.is_open(unit),
        guards.opened_before(unit, day),
        guards.day_follows(day, [*history.last_moves([unit]), *history.last_renamings([unit])]),
        *(guards.receiver_is_another(unit, receiver) for receiver in receivers),
    ]


def _may_pass_on_sub_units(unit: Unit, heir: Unit, levels: int) -> list[str | None]:
    below = [u for u in history.open_subtree(unit) if u != unit]
    if not below:
        return []
    deepest = max(u.depth for u in below) - unit.depth + heir.depth
    beside = history.names_below(heir)
    return [
        guards.levels_are_left(deepest, levels),
        *(guards.name_is_free(name, beside) for name in history.names_below(unit)),
    ]


def _give_away(unit: Unit, parts: Sequence[Unit], change: Change) -> None:
    remember(SuccessionKind.SPLIT, unit, parts, change)
    event = tell("split", unit, change, {"into": [part.pk for part in parts], "heir": unit.pk})
    hand_over(SuccessionKind.SPLIT, unit, [unit, *parts], unit, change, event=event)


def _end(kind: SuccessionKind, unit: Unit, successors: Sequence[Unit], heir: Unit | None, change: Change) -> None:
    if heir:
        for child in list(unit.children.filter(closed_on__isnull=True)):
            history.replant(child, heir, change.day, child.peer_group)
    history.end(unit, change.day)
    Contact.objects.filter(unit=unit, until__isnull=True).update(until=change.at)
    remember(kind, unit, successors, change, heir)
    said = {"into": [successor.pk for successor in successors], "heir": heir.pk if heir else None}
    hand_over(kind, unit, successors, heir, change, event=tell(kind.value, unit, change, said))
