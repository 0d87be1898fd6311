"""What the pages of the units show, put together from the questions to the tree and the contacts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.rulebook.book import Rulebook
from huiyin.units import contacts, queries
from huiyin.units.contacts import OftenChanged
from huiyin.units.models import Contact, ContactRole, Succession, Unit

LONGEST_LOG = 500


@dataclass(frozen=True)
class TreeRow:
    """One line of the tree, with the words of the rulebook."""

    unit_id: UUID
    name: str
    short_name: str
    indent: str
    level: str
    group: str


@dataclass(frozen=True)
class ContactLine:
    """A contact as this viewer may see it."""

    contact: Contact
    role: str
    mobile: str


def tree_rows(branches: Iterable[queries.Branch], book: Rulebook) -> list[TreeRow]:
    """Return the lines of the tree in its order."""
    groups = {kind.code: kind.label for kind in book.unit_kinds}
    return [
        TreeRow(
            unit_id=branch.unit_id,
            name=branch.name,
            short_name=branch.short_name,
            indent="　　" * (branch.depth - 1),
            level=queries.level_name(book.levels, branch.depth),
            group=groups.get(branch.peer_group, ""),
        )
        for branch in branches
    ]


def counts_by_level(branches: Sequence[queries.Branch], book: Rulebook) -> list[tuple[str, int]]:
    """Return how many units stand on each level, ("一级", 60) first."""
    counted = Counter(branch.depth for branch in branches)
    return [(queries.level_name(book.levels, depth), counted[depth]) for depth in sorted(counted)]


def unit_page(unit: Unit, actor: Actor, book: Rulebook, now: datetime) -> dict[str, Any]:
    """Return everything that the page of one unit shows."""
    today = local_day(now)
    return {
        "unit": unit,
        "full_name": queries.full_name(unit),
        "level": queries.level_name(book.levels, unit.depth),
        "group": next((kind.label for kind in book.unit_kinds if kind.code == unit.peer_group), ""),
        "names": unit.names.order_by("-since"),
        "places": _places(unit),
        "own_lines": unit.lines.order_by("-since", "-id"),
        "below": unit.children.filter(closed_on__isnull=True).order_by("path"),
        "steps": _steps(unit),
        "successors": queries.successor_on(unit.pk, today) if unit.closed_on else (),
        "lines": _contact_lines(unit, actor),
        "missing": [] if unit.closed_on else contacts.missing_roles(unit.pk),
        "past": unit.contacts.filter(until__isnull=False).order_by("-until"),
        "warnings": contacts.changed_too_often(book.contact_change, now, unit.pk),
    }


def named_warnings(warnings: Sequence[OftenChanged]) -> list[tuple[Unit, OftenChanged]]:
    """Return the warnings with their units."""
    units = Unit.objects.in_bulk({warning.unit_id for warning in warnings})
    return [(units[warning.unit_id], warning) for warning in warnings]


def contact_to_change(unit: Unit, role: str, actor: Actor) -> dict[str, Any]:
    """Return what the form begins with when somebody in a role is changed, so that a new phone needs no retyping."""
    line = next((line for line in _contact_lines(unit, actor) if line.contact.role == role), None)
    if line is None:
        return {"role": role}
    return {"role": role, "name": line.contact.name, "phone": line.contact.phone, "mobile": line.mobile}


def _contact_lines(unit: Unit, actor: Actor) -> list[ContactLine]:
    current = contacts.current_contacts(unit.pk)
    return [
        ContactLine(current[role], role.label, contacts.mobile_of(current[role], actor))
        for role in ContactRole
        if role in current
    ]


def _places(unit: Unit) -> list[tuple[str, date, date | None]]:
    """Return where the unit stood: the name that its parent had then, since when and until when."""
    rows = list(unit.places.order_by("-since").values_list("parent", "since", "until"))
    return [
        (queries.name_on(parent, since) if parent else "（中心直属）", since, until) for parent, since, until in rows
    ]


def _steps(unit: Unit) -> list[Succession]:
    """Return what happened to the unit and what came to it, the latest first, by the names of those days."""
    steps = list(Succession.objects.filter(Q(from_unit=unit) | Q(to_unit=unit)).order_by("-on", "-id"))
    for step in steps:
        # A unit that ends on a day is called by its last name, one that begins by its first.
        step.from_name = queries.name_on(step.from_unit_id, step.on)  # type: ignore[attr-defined]
        step.to_name = queries.name_on(step.to_unit_id, step.on) if step.to_unit_id else "无承接单位"  # type: ignore[attr-defined]
    return steps
