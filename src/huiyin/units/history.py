"""Turns the dated rows of names and places over on a day, and keeps the current copies on the unit in step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from huiyin.flow.table import Refused
from huiyin.units.models import TreeStamp, Unit, UnitName, UnitPlace
from huiyin.units.path import depth_of, path_below


@dataclass(frozen=True)
class NewPlace:
    """Where a unit stands from now on."""

    unit: Unit
    parent_id: UUID | None
    path: str
    depth: int
    peer_group: str


def lock_tree() -> None:
    """Lock the tree until the transaction ends, so that two changes are made one after the other."""
    TreeStamp.objects.get_or_create(pk=TreeStamp.ONLY)
    stamp = TreeStamp.objects.select_for_update().get(pk=TreeStamp.ONLY)
    stamp.version += 1
    stamp.save(update_fields=["version"])


def next_serial() -> int:
    """Return the serial number of the next unit; the tree is locked."""
    return (Unit.objects.aggregate(last=Max("serial"))["last"] or 0) + 1


def turn_name(unit: Unit, name: str, short_name: str, day: date) -> None:
    """Let a unit be called so from `day` on. A second change on the same day replaces the first."""
    current = UnitName.objects.filter(unit=unit, until__isnull=True)
    current.filter(since=day).delete()
    current.update(until=day)
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, since=day)
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])


def replant(unit: Unit, parent: Unit | None, day: date, peer_group: str) -> None:
    """Put a unit with everything in use below it under another parent from `day` on; those below keep their group."""
    old, new = unit.path, path_below(parent.path if parent else "", unit.serial)
    places = [NewPlace(unit, parent.pk if parent else None, new, depth_of(new), peer_group)]
    for below in open_subtree(unit)[1:]:
        path = new + below.path[len(old) :]
        places.append(NewPlace(below, below.parent_id, path, depth_of(path), below.peer_group))
    turn_places(places, day)


def turn_places(places: Sequence[NewPlace], day: date) -> None:
    """Let units stand there from `day` on, in a fixed number of statements for a subtree of any size."""
    current = UnitPlace.objects.filter(unit__in=[place.unit.pk for place in places], until__isnull=True)
    current.filter(since=day).delete()
    current.update(until=day)
    UnitPlace.objects.bulk_create(
        UnitPlace(
            unit=p.unit, parent_id=p.parent_id, path=p.path, depth=p.depth, peer_group=p.peer_group, since=day
        ) for p in places
    )  # fmt: skip
    for p in places:
        p.unit.parent_id, p.unit.path, p.unit.depth, p.unit.peer_group = p.parent_id, p.path, p.depth, p.peer_group
    Unit.objects.bulk_update([p.unit for p in places], ["parent", "path", "depth", "peer_group"])


def end(unit: Unit, day: date) -> None:
    """Close a unit: `day` is the first day without it. Its name and place stay readable as the last ones."""
    for rows in (UnitName.objects, UnitPlace.objects):
        current = rows.filter(unit=unit, until__isnull=True)
        # What was changed on this very day was in force on no day: the row before it ends here already.
        current.filter(since=day).delete()
        current.update(until=day)
    unit.closed_on = day
    unit.accepts_cases = False
    unit.save(update_fields=["closed_on", "accepts_cases"])


def unit(pk: UUID) -> Unit:
    """Return the unit of this id. Raises Refused."""
    found = Unit.objects.select_related("parent").filter(pk=pk).first()
    if found is None:
        raise Refused(["没有这个单位"])
    return found


def names_below(parent: Unit | None, but: Unit | None = None) -> list[str]:
    """Return the names of the units in use directly below a parent, or below the centre."""
    below = Unit.objects.filter(parent=parent, closed_on__isnull=True)
    return list((below.exclude(pk=but.pk) if but else below).values_list("name", flat=True))


def last_moves(units: Iterable[Unit]) -> list[tuple[str, date]]:
    """Return (name, day of the last recorded change of place) for each unit."""
    current = UnitPlace.objects.filter(unit__in=[unit.pk for unit in units], until__isnull=True)
    return list(current.values_list("unit__name", "since"))


def last_renamings(units: Iterable[Unit]) -> list[tuple[str, date]]:
    """Return (name, day of the last recorded change of name) for each unit."""
    current = UnitName.objects.filter(unit__in=[unit.pk for unit in units], until__isnull=True)
    return list(current.values_list("name", "since"))


def open_subtree(unit: Unit) -> list[Unit]:
    """Return the unit and every unit in use below it, from the top down."""
    return list(Unit.objects.filter(path__startswith=unit.path, closed_on__isnull=True).order_by("path"))
