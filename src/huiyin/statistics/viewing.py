"""Who sees which figures: the centre and the city's leaders all of them, a unit those of its own part of the tree."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from huiyin.cases.models import Case
from huiyin.cases.queries import SEES_ALL, lines_in_sight, readable_by
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import belongs_to_case
from huiyin.units.who import UNIT_READERS

READERS = SEES_ALL | UNIT_POSTS
"""Posts that open the page of figures."""


ELSEWHERE = {"contact_changes": "units:contacts"}
"""Figures whose rows are no cases, with the page of their own room that lists them for the centre."""


def sees_the_city(actor: Actor) -> bool:
    """Whether the actor sees the figures of the whole city."""
    return actor.is_platform or actor.holds(*SEES_ALL)


def within_sight(actor: Actor, scope: Scope) -> Scope:
    """Return the scope as far as the actor may see: a unit sees its own part of the tree, and its own line.

    Raises Http404 for a place in the tree, or a unit's line, that the actor does not see.
    """
    if scope.centre:
        return _line_in_sight(actor, scope)
    if sees_the_city(actor):
        return scope
    own = sorted(actor.unit_paths)
    if not own or (scope.unit_path and not any(scope.unit_path.startswith(path) for path in own)):
        raise Http404
    return scope if scope.unit_path else scope.narrowed(unit_path=own[0])


def _line_in_sight(actor: Actor, scope: Scope) -> Scope:
    # "Any" would let the city's figures grow by what units took in: nobody asks that by an address.
    centre = next((pk for pk in lines_in_sight(actor).values_list("pk", flat=True) if str(pk) == scope.centre), None)
    if centre is None:
        raise Http404
    return scope


def as_seen_by(actor: Actor, registry: Registry, scope: Scope | None = None) -> Registry:
    """Return the same measures over the rows that the actor may see: what is hidden is not counted either.

    Figures of registers stand on pages of their own room, which knows who sees them. Of a unit's own line only that is
    counted which belongs to a case.
    """
    registry = _without_own_lists(registry)
    if scope and scope.centre:
        registry = _of_cases_only(registry, scope)
    listed = registry if actor.is_platform or actor.holds(*UNIT_READERS) else _without_elsewhere(registry)
    if sees_the_city(actor) or (scope and scope.centre):
        return listed
    return Registry(_seen(actor, one) if isinstance(one, Measure) else one for one in _without_elsewhere(listed))


def _without_own_lists(registry: Registry) -> Registry:
    counted = {one.name for one in registry if isinstance(one, Measure) and one.listed_at is None}
    rates = {one.name for one in registry if isinstance(one, Rate) and {one.numerator, one.denominator} <= counted}
    return Registry(one for one in registry if one.name in counted | rates)


def _of_cases_only(registry: Registry, scope: Scope) -> Registry:
    counted = {one.name for one in registry if isinstance(one, Measure) and _counts_cases(one, scope)}
    rates = {one.name for one in registry if isinstance(one, Rate) and {one.numerator, one.denominator} <= counted}
    return Registry(one for one in registry if one.name in counted | rates)


def _counts_cases(measure: Measure, scope: Scope) -> bool:
    rows = measure.rows(scope)
    return isinstance(rows, QuerySet) and belongs_to_case(rows)


def _without_elsewhere(registry: Registry) -> Registry:
    """Leave out the figures whose lists another room keeps to itself: a figure without the way to its rows proves nothing."""
    return Registry(one for one in registry if one.name not in ELSEWHERE)


def listed_at(registry: Registry, name: str, scope: Scope) -> str:
    """Return the address of the list behind a figure that another room keeps; empty for all others."""
    found = registry.get(name) if name in registry else None
    return found.listed_at(scope) if isinstance(found, Measure) and found.listed_at else ""


def cases_behind(rows: QuerySet[Any]) -> QuerySet[Case]:
    """Return the cases that the rows of a figure are, or belong to."""
    if rows.model is Case:
        return rows
    return Case.objects.filter(pk__in=rows.order_by().values("case_id"))


def _seen(actor: Actor, measure: Measure) -> Measure:
    return replace(measure, rows=lambda scope: visible_part(actor, measure.rows(scope)))


def visible_part(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows (cases, or things of one case) that the actor may see."""
    name = "pk" if rows.model is Case else "case_id"
    return rows.filter(**{f"{name}__in": readable_by(actor).values("pk")})
