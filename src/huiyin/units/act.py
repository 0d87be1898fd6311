"""Changes of units that go on: open, rename, move, new particulars. One transaction and one event each."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.writing import writing
from huiyin.units import guards, history
from huiyin.units.guards import refuse_for
from huiyin.units.models import SuccessionKind, Unit, UnitName, UnitPlace
from huiyin.units.path import depth_of, path_below
from huiyin.units.record import Change, hand_over, remember, tell
from huiyin.units.who import require_tree


@dataclass(frozen=True)
class Particulars:
    """What may be corrected at any time without a date."""

    accepts_cases: bool = True
    duty_phone: str = ""
    messages: str = ""


@dataclass(frozen=True)
class NewUnit:
    """What is said when a unit is opened; without a parent it stands directly below the centre."""

    name: str
    short_name: str = ""
    parent_id: UUID | None = None
    peer_group: str = ""
    particulars: Particulars = Particulars()


def open_unit(new: NewUnit, *, day: date, levels: int, actor: Actor, at: datetime) -> Unit:
    """Open a unit on a day. `levels` is how deep the rulebook lets the tree be. Raises Refused."""
    require_tree(actor)
    name, short_name = _names(new.name, new.short_name)
    with writing():
        history.lock_tree()
        change = Change(actor, at, day)
        parent = history.unit(new.parent_id) if new.parent_id else None
        refuse_for(
            guards.name_is_given(name),
            guards.short_name_fits(short_name),
            guards.name_is_free(name, history.names_below(parent)),
            guards.day_has_come(day, change.today),
            *guards.can_receive(parent, day),
            guards.levels_are_left((parent.depth if parent else 0) + 1, levels),
        )
        unit = _insert(new, name, short_name, parent, day)
        tell("open", unit, change, {"name": name, "parent": new.parent_id, "path": unit.path})
        return unit


def rename(unit_id: UUID, *, name: str, short_name: str = "", day: date, actor: Actor, at: datetime) -> Unit:
    """Call a unit differently from a day on; figures of the days before stay under the old name. Raises Refused."""
    require_tree(actor)
    name, short_name = _names(name, short_name)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day)
        refuse_for(
            guards.is_open(unit),
            guards.name_is_given(name),
            guards.short_name_fits(short_name),
            guards.name_is_new((name, short_name), (unit.name, unit.short_name)),
            guards.name_is_free(name, history.names_below(unit.parent, but=unit)),
            guards.day_has_come(day, change.today),
            guards.day_follows(day, history.last_renamings([unit])),
        )
        before = unit.name
        history.turn_name(unit, name, short_name, day)
        remember(SuccessionKind.RENAME, unit, [unit], change)
        tell("rename", unit, change, {"before": before, "after": name})
        return unit


def move(
    unit_id: UUID,
    *,
    parent_id: UUID | None,
    peer_group: str | None = None,
    day: date,
    levels: int,
    actor: Actor,
    at: datetime,
) -> Unit:
    """Put a unit, with everything below it, under another parent or into another peer group from a day on.

    Raises Refused.
    """
    require_tree(actor)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day)
        parent = history.unit(parent_id) if parent_id else None
        group = unit.peer_group if peer_group is None else peer_group
        _refuse_to_move(unit, parent, group, change, levels)
        before = unit.path
        history.replant(unit, parent, day, group)
        remember(SuccessionKind.MOVE, unit, [unit], change)
        said = {"before": before, "after": unit.path, "parent": parent_id, "peer_group": group}
        hand_over(SuccessionKind.MOVE, unit, [unit], unit, change, event=tell("move", unit, change, said))
        return unit


def change_particulars(unit_id: UUID, new: Particulars, *, actor: Actor, at: datetime) -> Unit:
    """Correct whether a unit takes cases, and where its duty desk is reached. Raises Refused."""
    require_tree(actor)
    with writing():
        unit, change = history.unit(unit_id), Change(actor, at, local_day(at))
        refuse_for(
            guards.is_open(unit), guards.address_fits(new.duty_phone, 40), guards.address_fits(new.messages, 200)
        )
        changed = [name for name, value in asdict(new).items() if getattr(unit, name) != value]
        for name in changed:
            setattr(unit, name, getattr(new, name))
        unit.save(update_fields=changed)
        tell("change_particulars", unit, change, {"changed": changed, "accepts_cases": unit.accepts_cases})
        return unit


def _refuse_to_move(unit: Unit, parent: Unit | None, group: str, change: Change, levels: int) -> None:
    subtree = history.open_subtree(unit)
    deeper = (parent.depth if parent else 0) + 1 - unit.depth
    stays = parent == unit.parent
    refuse_for(
        guards.is_open(unit),
        guards.place_is_new(stays and group == unit.peer_group),
        guards.not_below_itself(unit, parent),
        guards.levels_are_left(max((below.depth for below in subtree), default=1) + deeper, levels),
        guards.name_is_free(unit.name, history.names_below(parent, but=unit)),
        *guards.can_receive(parent, change.day),
        guards.day_has_come(change.day, change.today),
        guards.day_follows(change.day, history.last_moves(subtree)),
    )


def _names(name: str, short_name: str) -> tuple[str, str]:
    name = name.strip()
    return name, short_name.strip() or name[:30]


def _insert(new: NewUnit, name: str, short_name: str, parent: Unit | None, day: date) -> Unit:
    serial = history.next_serial()
    path = path_below(parent.path if parent else "", serial)
    unit = Unit.objects.create(
        serial=serial, path=path, depth=depth_of(path), name=name, short_name=short_name, parent=parent,
        peer_group=new.peer_group, opened_on=day, **asdict(new.particulars),
    )  # fmt: skip
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, since=day)
    UnitPlace.objects.create(
        unit=unit, parent=parent, path=path, depth=unit.depth, peer_group=new.peer_group, since=day
    )
    return unit
