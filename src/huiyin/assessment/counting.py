"""What the measures of a scheme count for every unit at once: the same rows as everywhere, told apart by unit.

For the units directly below the centre, or directly below one unit, each measure costs a few statements however many units
and cases there are. What belongs to which unit is what `figure` would say with the unit's place as scope; a test compares.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Left

from huiyin.assessment.queries import excluded_cases
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.scoped import entering
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rulebook.scheme import Deduction, Linear, Scheme, Threshold, Veto
from huiyin.units.path import SEGMENT

OWN_PLACE = (Assignment, Application)
"""Rows that stand in one unit by themselves; others stand where their case went."""

TOLD_APART = frozenset({"cases", "journal", "callbacks"})
"""Rooms whose rows belong to a unit since their case, or their share of it, came there. What other rooms keep about a case may
mean one of its units only, as a card or an order does: such rows are asked for unit by unit.
"""


@dataclass
class Tally:
    """One measure for one unit: numerator and denominator of a rate, or a count; and the cases that cost points.

    What costs is what the count or the numerator holds, or what the numerator of a rate lacks (`lacks`).
    """

    numerator: int = 0
    denominator: int | None = None
    lost: list[UUID] = field(default_factory=list)
    lacks: bool = False

    @property
    def value(self) -> Fraction | None:
        """The rate in per cent, None without a denominator; or the count."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator * 100, self.denominator) if self.denominator else None

    def clear(self, case: UUID) -> None:
        """Count as no fault what this case brought, each time that it stands there."""
        while case in self.lost:
            self.lost.remove(case)
            self.numerator += 1 if self.lacks else -1


Tallies = Mapping[str, Mapping[str, Tally]]
"""By path of the unit, by name of the measure."""


@dataclass(frozen=True)
class Wanted:
    """One measure as an indicator looks at it."""

    name: str
    excludes: bool


Costs = Literal["", "held", "lacked"]
"""Which rows of a measure cost points: none, those that it counts, or those that the numerator of a rate lacks."""


def tallies(scheme: Scheme, registry: Registry, scope: Scope, paths: Sequence[str]) -> dict[str, dict[str, Tally]]:
    """Return what the measures of a scheme count for each of the places."""
    neighbours = all(len(path) == len(scope.unit_path) + SEGMENT for path in paths)
    found: dict[str, dict[str, Tally]] = {path: {} for path in paths}
    costing = _costing(scheme)
    for wanted in _wanted(scheme):
        costs, measure = costing.get(wanted.name, ""), registry.get(wanted.name)
        way = _AllAtOnce if neighbours and _is_told_apart(measure, registry, scope) else _OneByOne
        counted = way(scope, wanted.excludes, paths).of(measure, registry, costs)
        for path in paths:
            found[path][wanted.name] = counted.get(path) or Tally(denominator=_none_of(measure))
    return found


def _wanted(scheme: Scheme) -> list[Wanted]:
    """Return each measure once. Where two indicators disagree about exclusions, what is excluded is left out."""
    found: dict[str, bool] = {}
    for one in scheme.indicators:
        for name in one.measures:
            found[name] = found.get(name, False) or one.excludes
    if scheme.volume:
        found.setdefault(scheme.volume, False)
    return [Wanted(name, excludes) for name, excludes in found.items()]


def _costing(scheme: Scheme) -> dict[str, Costs]:
    """Return by measure which of its rows cost points: of a rate that must not be high those that it counts."""
    kinds = (Linear, Threshold, Deduction, Veto)
    return {name: _what_costs(one) for one in scheme.indicators if isinstance(one, kinds) for name in one.measures}


def _what_costs(one: Linear | Threshold | Deduction | Veto) -> Costs:
    if isinstance(one, Deduction | Veto):
        return "held"
    return "held" if isinstance(one, Threshold) and one.at_most is not None else "lacked"


def _none_of(measure: Measure | Rate) -> int | None:
    return 0 if isinstance(measure, Rate) else None


def _is_told_apart(measure: Measure | Rate, registry: Registry, scope: Scope) -> bool:
    """Whether one statement tells for all units which rows are whose."""
    names = (measure.numerator, measure.denominator) if isinstance(measure, Rate) else (measure.name,)
    kept = [registry.measure(name).rows(scope) for name in names]
    return all(rows.model._meta.app_label in TOLD_APART or _is_of_a_unit(rows) for rows in kept)


def _is_of_a_unit(rows: QuerySet[Any]) -> bool:
    """Whether the rows belong to no case but to a unit alone, such as a test call of its phone."""
    return _is_of_no_case(rows) and any(one.name == "unit_path" for one in rows.model._meta.concrete_fields)


def _is_of_no_case(rows: QuerySet[Any]) -> bool:
    return rows.model is not Case and all(one.attname != "case_id" for one in rows.model._meta.concrete_fields)


class _Way(ABC):
    """How rows are told apart; `of` puts a measure together from counts and from the cases that cost points."""

    def __init__(self, scope: Scope, excludes: bool, paths: Sequence[str]) -> None:
        self.scope, self.excludes, self.paths = scope, excludes, paths

    def of(self, measure: Measure | Rate, registry: Registry, costs: Costs) -> dict[str, Tally]:
        if isinstance(measure, Rate):
            return self._rate(registry.measure(measure.numerator), registry.measure(measure.denominator), costs)
        found: dict[str, Tally] = defaultdict(Tally)
        for path, count in self._counts(measure):
            found[path].numerator = count
        for path, case in self._cases(measure) if costs else ():
            found[path].lost.append(case)
        return dict(found)

    def _rate(self, above: Measure, below: Measure, costs: Costs) -> dict[str, Tally]:
        found: dict[str, Tally] = defaultdict(lambda: Tally(denominator=0, lacks=costs == "lacked"))
        for path, count in self._counts(below):
            found[path].denominator = count
        for path, count in self._counts(above):
            found[path].numerator = count
        behind = {"": lambda: (), "held": lambda: self._cases(above), "lacked": lambda: self._missing(above, below)}
        for path, case in behind[costs]():
            found[path].lost.append(case)
        return dict(found)

    @abstractmethod
    def _counts(self, measure: Measure) -> Iterable[tuple[str, int]]:
        """Return the count of each place."""

    @abstractmethod
    def _cases(self, measure: Measure) -> Iterable[tuple[str, UUID]]:
        """Return the cases behind a count, with their places."""

    @abstractmethod
    def _missing(self, above: Measure, below: Measure) -> Iterable[tuple[str, UUID]]:
        """Return the cases of the denominator that the numerator lacks, with their places."""

    def _left(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows without those of the cases that do not count."""
        if not self.excludes or _is_of_no_case(rows):
            return rows
        name = "pk" if rows.model is Case else "case_id"
        return rows.exclude(**{f"{name}__in": excluded_cases().values("case_id")})


class _AllAtOnce(_Way):
    """For the units directly below the centre or below one unit: rows are grouped by the part of the place that names them."""

    def _counts(self, measure: Measure) -> Iterator[tuple[str, int]]:
        rows = self._rows(measure)
        if rows.model is Event:
            counts: dict[str, int] = defaultdict(int)
            for path, _ in self._of_events(rows):
                counts[path] += 1
            yield from counts.items()
            return
        # Only a case can stand in a unit twice: it went there once more, or to another place below it.
        many = Count("pk", distinct=not (rows.model in OWN_PLACE or _is_of_a_unit(rows)))
        yield from self._by_place(rows).annotate(n=many).values_list("_unit_place", "n")

    def _cases(self, measure: Measure) -> Iterator[tuple[str, UUID]]:
        rows = self._rows(measure)
        if rows.model is Event:
            yield from self._of_events(rows)
        else:
            yield from self._placed(rows)

    def _missing(self, above: Measure, below: Measure) -> Iterator[tuple[str, UUID]]:
        yield from self._placed(_without(self._rows(below), self._rows(above)))

    def _rows(self, measure: Measure) -> QuerySet[Any]:
        return self._left(measure.rows(self.scope.narrowed(to_each_below=True)))

    def _of_events(self, rows: QuerySet[Event]) -> Iterator[tuple[str, UUID]]:
        """Give (place, case) for each event: it belongs to every unit that the case came to."""
        cases = [one for one in rows.order_by("at", "id").values_list("case_id", flat=True) if one]
        named = rows.order_by().values("case_id")
        places: dict[UUID, set[str]] = defaultdict(set)
        for arrived_case, path in self._came().filter(case_id__in=named).values_list("case_id", "unit_path"):
            places[arrived_case].add(path[: self._long()])
        for case in cases:
            yield from ((path, case) for path in sorted(places.get(case, ())))

    def _came(self) -> QuerySet[Assignment]:
        """Return the shares by which a case itself, not a joint part of it, came to one of the units."""
        return entering(self.scope.narrowed(to_each_below=True)).exclude(role=Role.JOINT)

    def _long(self) -> int:
        return len(self.scope.unit_path) + SEGMENT

    def _by_place(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        joined, name = self._to_unit(rows.order_by())
        return joined.annotate(_unit_place=Left(F(name), Value(self._long()))).order_by().values("_unit_place")

    def _to_unit(self, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str]:
        """Return the rows joined to the shares by which they came to a unit, and the name of the share's place."""
        if rows.model is Assignment or _is_of_a_unit(rows):
            return rows, "unit_path"
        if rows.model is Application:
            return rows, "assignment__unit_path"
        shares = "assignments" if rows.model is Case else "case__assignments"
        return rows.filter(**{f"{shares}__in": self._came()}), f"{shares}__unit_path"

    def _placed(self, rows: QuerySet[Any]) -> list[tuple[str, UUID]]:
        """Return (place, case) for each row, each row once for each unit, in a fixed order; what is of no case costs none."""
        if _is_of_no_case(rows):
            return []
        case = "pk" if rows.model is Case else "case_id"
        found = self._by_place(rows).values_list("_unit_place", case, "pk").distinct()
        return [(place, case_id) for place, case_id, _ in sorted(found)]


class _OneByOne(_Way):
    """For what no statement tells apart, and for units that are no neighbours: each is asked for as the page of figures would."""

    def _counts(self, measure: Measure) -> Iterator[tuple[str, int]]:
        for path in self.paths:
            yield path, self._rows(measure, path).count()

    def _cases(self, measure: Measure) -> Iterator[tuple[str, UUID]]:
        for path in self.paths:
            yield from ((path, case) for case in _case_ids(self._rows(measure, path)))

    def _missing(self, above: Measure, below: Measure) -> Iterator[tuple[str, UUID]]:
        for path in self.paths:
            missing = _without(self._rows(below, path), self._rows(above, path))
            yield from ((path, case) for case in _case_ids(missing))

    def _rows(self, measure: Measure, path: str) -> QuerySet[Any]:
        return self._left(measure.rows(self.scope.narrowed(unit_path=path)))


def _without(rows: QuerySet[Any], others: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that are not among the others. PostgreSQL joins this; "not in" it compares row by row when large."""
    return rows.filter(~Exists(others.order_by().filter(pk=OuterRef("pk"))))


def _case_ids(rows: QuerySet[Any]) -> list[UUID]:
    if _is_of_no_case(rows):
        return []
    name = "pk" if rows.model is Case else "case_id"
    return sorted((one for one in rows.order_by().values_list(name, flat=True) if one), key=str)


def as_figure(registry: Registry, name: str, scope: Scope) -> Fraction | None:
    """Return what the page of figures says of one unit: the other way to the same number, for tests and doubters."""
    found = figure(registry, name, scope)
    if found.value is None:
        return None
    return Fraction(found.value) * (100 if found.numerator else 1)
