"""Questions to the tree of units: how it stood on a day, what a unit was called, and what it has become."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.flow.actor import Actor
from huiyin.units.models import Unit, UnitName, UnitPlace
from huiyin.units.path import self_and_ancestors, serial_of
from huiyin.units.succession import Lineage
from huiyin.units.who import UNIT_READERS


@dataclass(frozen=True)
class Branch:
    """One unit as it stood in the tree on a day."""

    unit_id: UUID
    name: str
    short_name: str
    parent_id: UUID | None
    path: str
    depth: int
    peer_group: str


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose page the actor may open: all for the centre's staff, else the own ones and below."""
    if actor.is_platform or actor.holds(*UNIT_READERS):
        return Unit.objects.all()
    return within(actor.unit_paths)


def within(paths: Iterable[str]) -> QuerySet[Unit]:
    """Return the units that stand at one of these places or below it."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path)
    return Unit.objects.filter(wanted)


def descendants(path: str) -> QuerySet[Unit]:
    """Return the units that stand below a place now, closed ones at their last place."""
    return Unit.objects.filter(path__startswith=path).exclude(path=path)


def ancestors(path: str) -> QuerySet[Unit]:
    """Return the units above a place, the highest first."""
    return Unit.objects.filter(path__in=self_and_ancestors(path)[1:]).order_by("depth")


def active(day: date) -> QuerySet[Unit]:
    """Return the units in use on a day."""
    return Unit.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)


def tree_on(day: date) -> list[Branch]:
    """Return the tree as it stood on a day, each unit after its parent, in two statements."""
    names = {unit: (name, short) for unit, name, short in _names_on(day).values_list("unit", "name", "short_name")}
    places = UnitPlace.objects.filter(_in_force(day)).order_by("path")
    rows = places.values_list("unit", "parent", "path", "depth", "peer_group")
    return [Branch(unit, *names[unit], parent, path, depth, group) for unit, parent, path, depth, group in rows]


def name_on(unit_id: UUID, day: date) -> str:
    """Return what the unit was called on a day; before it was opened or after it closed the nearest name it had."""
    return names_on([unit_id], day).get(unit_id, "")


def names_on(unit_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Return what units were called on a day, in one statement, as `name_on` does."""
    found: dict[UUID, str] = {}
    rows = UnitName.objects.filter(unit__in=set(unit_ids)).order_by("unit", "since")
    for unit, name, since in rows.values_list("unit", "name", "since"):
        if unit not in found or since <= day:
            found[unit] = name
    return found


def path_on(unit_id: UUID, day: date) -> str | None:
    """Return where the unit stood on a day, or None when it was not in use."""
    return UnitPlace.objects.filter(_in_force(day), unit=unit_id).values_list("path", flat=True).first()


def successor_on(unit_id: UUID, day: date, *, since: date | None = None) -> tuple[Unit, ...]:
    """Return what a unit has become by a day: through mergers to one, after a split several, the heir first.

    A unit to which nothing happened answers with itself; one that closed without a successor with nothing.
    `since` leaves out what happened before that day.
    """
    ids = Lineage(day).after(unit_id, since)
    units = Unit.objects.in_bulk(ids)
    return tuple(units[pk] for pk in ids)


def as_now(place: UUID | str, day: date, *, counted_on: date | None = None) -> tuple[UUID, ...]:
    """Return the ids of the units of `day` to which a figure of a former unit, given by id or path, belongs.

    `counted_on` is the day of the figure: what the unit split off before does not get a share of it.
    """
    unit_id = unit_at(place) if isinstance(place, str) else place
    return Lineage(day).after(unit_id, counted_on) if unit_id else ()


def all_as_now(unit_ids: Iterable[UUID], day: date, *, counted_on: date | None = None) -> dict[UUID, tuple[UUID, ...]]:
    """Return the answer of `as_now` for many units in one statement."""
    lineage = Lineage(day)
    return {pk: lineage.after(pk, counted_on) for pk in unit_ids}


def unit_at(path: str) -> UUID | None:
    """Return the id of the unit that a present or former path names: its last segment never changes."""
    return Unit.objects.filter(serial=serial_of(path)).values_list("pk", flat=True).first()


def level_name(levels: Sequence[str], depth: int) -> str:
    """Return the name of a level ("一级单位"); `levels` are the rulebook's, the highest below the centre first."""
    return levels[depth - 1] if 0 < depth <= len(levels) else f"第{depth}层"


def full_name(unit: Unit) -> str:
    """Return the names from the top down to the unit, "龙河区 / 城管局"."""
    above = ancestors(unit.path).values_list("short_name", flat=True)
    return " / ".join([*above, unit.name])


def _in_force(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _names_on(day: date) -> QuerySet[UnitName]:
    return UnitName.objects.filter(_in_force(day))
