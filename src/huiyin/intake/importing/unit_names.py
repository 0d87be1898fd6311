"""Units by the names that another system knows: present and former ones, each leading to what the unit has become."""

import unicodedata
from collections import defaultdict
from datetime import date
from uuid import UUID

from huiyin.intake.importing.orders import Unfit
from huiyin.units.models import Unit, UnitName
from huiyin.units.path import self_and_ancestors
from huiyin.units.queries import all_as_now


class UnitNames:
    """All names that units ever had, read once in three statements."""

    def __init__(self, day: date) -> None:
        self._now: dict[str, set[UUID]] = defaultdict(set)
        self._ever: dict[str, set[UUID]] = defaultdict(set)
        self._units = Unit.objects.in_bulk()
        self._by_path = {unit.path: pk for pk, unit in self._units.items()}
        self._became = all_as_now(self._units, day)
        for row in UnitName.objects.all():
            in_force = row.since <= day and (row.until is None or row.until > day)
            for name in {_plain(row.name), _plain(row.short_name)}:
                self._ever[name].add(row.unit_id)
                if in_force and self._is_open(row.unit_id, day):
                    self._now[name].add(row.unit_id)

    def unit_called(self, text: str) -> UUID:
        """Return the id of the unit that has this name, or has become of one that had it.

        "上级/下级" tells apart units of the same name. Raises Unfit for none, several, or one without a successor.
        """
        *above, name = [_plain(step) for step in text.split("/")]
        found = self._below(self._now[name] or self._ever[name], above)
        if not found:
            raise Unfit("没有叫这个名称的单位")
        heirs = {self._became[pk][0] for pk in found if self._became.get(pk)}
        if not heirs:
            raise Unfit("该单位已撤销，没有承接单位")
        if len(heirs) > 1:
            raise Unfit("有几个单位叫这个名称，请写成“上级单位/单位”")
        return heirs.pop()

    def _below(self, found: set[UUID], above: list[str]) -> set[UUID]:
        return {pk for pk in found if all(self._ever[name] & self._above(pk) for name in above)}

    def _above(self, pk: UUID) -> set[UUID]:
        places = self_and_ancestors(self._units[pk].path)[1:]
        return {self._by_path[place] for place in places if place in self._by_path}

    def _is_open(self, pk: UUID, day: date) -> bool:
        closed_on = self._units[pk].closed_on
        return closed_on is None or closed_on > day


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
