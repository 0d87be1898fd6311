"""A small tree for tests of any room: two districts with streets, a bureau with an office, a public company."""

from datetime import date, datetime

from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import CITY_TZ
from huiyin.units.act import NewUnit, open_unit
from huiyin.units.models import Unit
from huiyin.units.tests.once import made_once

LEVELS = 3
OPENED = date(2015, 1, 1)
AT = datetime(2018, 6, 1, 9, 30, tzinfo=CITY_TZ)

_TREE = [
    ("east", "东岸区政府", "东岸区", None, "district"),
    ("street", "东岸区柳巷街道办事处", "柳巷街道", "east", "district"),
    ("community", "柳巷街道榆园社区", "榆园社区", "street", "district"),
    ("west", "西岸区政府", "西岸区", None, "district"),
    ("bureau", "市城市管理局", "市城管局", None, "department"),
    ("office", "市城市管理局市容科", "市容科", "bureau", "department"),
    ("water", "市清源供水公司", "清源供水", None, "company"),
]


def make_units(at: datetime = AT, opened: date = OPENED) -> dict[str, Unit]:
    """Return units by key: east > street > community, west, bureau > office, water; all open since `opened`."""
    return made_once(("units", at, opened), lambda: _opened_one_by_one(at, opened))


def _opened_one_by_one(at: datetime, opened: date) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for key, name, short_name, parent, group in _TREE:
        new = NewUnit(name, short_name, units[parent].pk if parent else None, group)
        units[key] = open_unit(new, day=opened, levels=LEVELS, actor=PLATFORM, at=at)
    return units


def make_unit(name: str, parent: Unit | None = None, at: datetime = AT, opened: date = OPENED) -> Unit:
    """Return one more unit."""
    new = NewUnit(name, parent_id=parent.pk if parent else None)
    return open_unit(new, day=opened, levels=LEVELS, actor=PLATFORM, at=at)
