"""The page of the units' own lines (区长专线): what each took in and how it does, counted as the city counts its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from huiyin.cases.queries import lines_in_sight
from huiyin.flow.actor import Actor
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.statistics.apart import to_cross
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.page import Line, line
from huiyin.units.models import Unit, UnitLine

OF_A_LINE = (
    "calls", "answered", "accepted", "settled", "open", "overdue", "handed_up", "on_time_rate.of_due", "satisfaction_rate",
)  # fmt: skip
"""By what the city sees how a unit does on its own line; all other figures stand one click behind."""


@dataclass(frozen=True)
class OwnLine:
    """One line in a period. `address` leads to all its figures."""

    unit: Unit
    name: str
    since: str
    is_over: bool
    figures: Sequence[Line]
    address: str


def own_lines(actor: Actor, scope: Scope) -> list[OwnLine]:
    """Return every line that the actor looks at, in the order of the tree."""
    latest = {row.unit_id: row for row in UnitLine.objects.order_by("since", "id")}
    units = lines_in_sight(actor).order_by("path")
    return [_line_of(unit, latest[unit.pk], actor, scope.narrowed(centre=str(unit.pk))) for unit in units]


def name_of_line(scope: Scope) -> str:
    """Return how the line of a scope is called, empty for the city's own figures."""
    if not scope.centre:
        return ""
    return str(
        UnitLine.objects.filter(unit=UUID(scope.centre)).order_by("-since", "-id").values_list("name", flat=True)[0]
    )


def _line_of(unit: Unit, row: UnitLine, actor: Actor, scope: Scope) -> OwnLine:
    registry = to_cross(actor, registry_for(scope.book), scope)
    found = [line(figure(registry, name, scope), scope) for name in OF_A_LINE if name in registry]
    address = f"{reverse('statistics:figures')}?{urlencode(scope.to_query())}"
    return OwnLine(unit, row.name, f"{row.since:%Y-%m-%d}", row.until is not None, found, address)
