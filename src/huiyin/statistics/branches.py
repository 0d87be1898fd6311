"""The unit that has a matter, as a dimension: at each level of the tree, as the tree stood then or as it stands now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.cases.models import Application
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.measures.scope import Scope
from huiyin.statistics.dimensions import KEY, UNSAID, Dimension, case_column
from huiyin.units.models import Unit, UnitName
from huiyin.units.path import SEGMENT, depth_of, self_and_ancestors, serial_of
from huiyin.units.succession import Lineage

THEN, NOW = "then", "now"


@dataclass
class Branch(Dimension):
    """The place in the tree at one level, without a level the very unit; what stands higher is counted there.

    Of a case it is the unit that leads it last, of a share or application the unit's own. Read `as_now`, a figure belongs to
    what its unit has become: after a split to the heir; of a unit that closed without one it stays its own.
    """

    level: int = 0
    day: date = date.max
    as_now: bool = False
    _places: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _lineage: Lineage | None = None

    @property
    def ahead(self) -> str:
        """The counters know the very unit."""
        return "unit"

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the column with the place."""
        fields = {one.name: one for one in rows.model._meta.concrete_fields}
        if rows.model is Application:
            return F("assignment__unit_path")
        if "unit_path" in fields:
            return F("unit_path")
        if "unit" in fields and fields["unit"].is_relation:
            return F("unit__path")
        if "unit_id" in fields:
            own = Subquery(Unit.objects.filter(pk=OuterRef("unit_id")).values("path")[:1])
            return Coalesce(own, case_column(rows, "lead_path"))
        return case_column(rows, "lead_path")

    def learn(self, found: Iterable[str]) -> None:
        """Read what the units of these places have become, and what they are called."""
        if self.as_now:
            self._read_places({path for path in found if path} - set(self._places))
        values = {self.value_of(path) for path in found if path}
        self._read_names({step for value in values for step in self_and_ancestors(value)} - set(self._names))

    def value_of(self, found: str) -> str:
        """Return the place at the level, or the place itself where it stands higher."""
        place = self._places.get(found, found) if self.as_now else found
        return place[: self.level * SEGMENT] if self.level else place

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows at this place: with all below it where it stands at the level, else of it alone."""
        if value == UNSAID:
            return super().narrow(rows, value)
        known = rows.alias(**{KEY: self.expression(rows)})
        if self.as_now:
            places = known.order_by().annotate(**{KEY: self.expression(rows)}).values_list(KEY, flat=True)
            found = [path for path in places.distinct() if path]
            self.learn(found)
            return known.filter(**{f"{KEY}__in": [path for path in found if self.value_of(path) == value]})
        return known.filter(**{f"{KEY}__startswith" if depth_of(value) == self.level else KEY: value})

    def label_of(self, value: str) -> str:
        """Return the short names from the top down, as they were or are."""
        if value not in self._names:
            self._read_names(set(self_and_ancestors(value)))
        return " / ".join(self._names.get(step, step) for step in reversed(self_and_ancestors(value)))

    def _read_places(self, paths: set[str]) -> None:
        if not paths:
            return
        self._lineage = self._lineage or Lineage(self.day)
        units = {serial: pk for pk, serial in _units_at(paths).values_list("pk", "serial")}
        heirs = {path: self._heir(units.get(serial_of(path))) for path in paths}
        places = dict(Unit.objects.filter(pk__in=[pk for pk in heirs.values() if pk]).values_list("pk", "path"))
        self._places |= {path: places.get(pk, path) if pk else path for path, pk in heirs.items()}

    def _heir(self, unit: UUID | None) -> UUID | None:
        after = self._lineage.after(unit) if unit and self._lineage else ()
        return after[0] if after else unit

    def _read_names(self, places: set[str]) -> None:
        if not places:
            return
        rows = UnitName.objects.filter(unit__in=_units_at(places)).order_by("unit", "since")
        names: dict[int, str] = {}
        for serial, name, since in rows.values_list("unit__serial", "short_name", "since"):
            # Before it was opened, or after it closed, a unit is called by the nearest name that it had.
            if serial not in names or since <= self.day:
                names[serial] = name
        self._names |= {place: names.get(serial_of(place), place) for place in places}


def _units_at(paths: Iterable[str]) -> QuerySet[Unit]:
    # The last segment of a place never changes: so a former place finds its unit.
    return Unit.objects.filter(serial__in={serial_of(path) for path in paths})


def branches(scope: Scope, tree: str = THEN) -> list[Dimension]:
    """Return the levels of the tree as the rulebook calls them, and the very unit."""
    today = local_day(times.now())
    is_now = tree == NOW
    day = today if is_now or not scope.until else min(today, scope.until - times.ONE_DAY)
    return [
        *(Branch(f"unit{n}", f"承办单位（{label}）", n, day, is_now) for n, label in enumerate(scope.book.levels, 1)),
        Branch("unit", "承办单位（本单位）", 0, day, is_now),
    ]  # fmt: skip
