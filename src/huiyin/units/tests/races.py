"""What other processes do to the tree in the tests of this room, on a database of their own."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.units.act import move
from huiyin.units.models import Unit, UnitName
from huiyin.units.tests.trees import AT, LEVELS, make_unit, make_units


def set_up() -> dict[str, str]:
    """Make the small tree; return ids by key."""
    return {key: str(unit.pk) for key, unit in make_units().items()}


def open_many(prefix: str, number: int) -> list[int]:
    """Open units one after the other; return their serial numbers."""
    return [make_unit(f"{prefix}{n}").serial for n in range(number)]


def put_below(unit_id: str, parent_id: str) -> str:
    """Move a unit below another; return "moved", or the reason for "no"."""
    how = {"day": date(2018, 6, 1), "levels": LEVELS, "actor": PLATFORM, "at": AT}
    try:
        move(UUID(unit_id), parent_id=UUID(parent_id), **how)
    except Refused as refused:
        return str(refused)
    return "moved"


def paths() -> dict[str, str]:
    """Return the place of every unit."""
    return dict(Unit.objects.values_list("name", "path"))


def overlap(unit_id: str) -> str:
    """Write a name that overlaps another one; return how the database answered."""
    UnitName.objects.filter(unit=unit_id).update(until=date(2018, 1, 1))
    try:
        with transaction.atomic():
            UnitName.objects.create(unit_id=UUID(unit_id), name="甲", short_name="甲", since=date(2017, 12, 31))
    except IntegrityError as error:
        return type(error).__name__
    return "written"


def follow_on(unit_id: str) -> str:
    """Write a name that begins on the day on which the other ends."""
    UnitName.objects.filter(unit=unit_id).update(until=date(2018, 1, 1))
    UnitName.objects.create(unit_id=UUID(unit_id), name="甲", short_name="甲", since=date(2018, 1, 1))
    return "written"
