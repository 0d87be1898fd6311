"""What was sent back to units to be done again, by unit and by the cause that can be named in a circular (退回重办)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Assignment
from huiyin.cases.scoped import cases_in, is_narrow, within
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

BY_CENTRE = ("case.reject_reply", "case.redo", "case.reopen")
TO_UNITS = ("assignment.reject", "assignment.again")


@dataclass(frozen=True)
class Return:
    """One case that went back to one unit, for one cause, at one moment."""

    unit_id: UUID
    unit: str
    path: str
    case_id: UUID
    number: str
    cause: str
    label: str
    at: datetime


@dataclass(frozen=True)
class Named:
    """One unit as a circular names it: how often what was sent back to it, for which cause, and which cases."""

    unit_id: UUID
    unit: str
    cause: str
    label: str
    count: int
    numbers: tuple[str, ...]


def returns_in(scope: Scope) -> list[Return]:
    """Return what the centre sent back in the period with a cause, by the unit to which it went: three statements.

    A scope with a place in the tree has what went to this unit and those below it.
    """
    acts = _acts(scope)
    shares = Assignment.objects.filter(pk__in={share_id for _, share_id in acts}).select_related("unit", "case")
    known = {share.pk: share for share in shares}
    found = [_one(event, known[share_id]) for event, share_id in acts if share_id in known]
    return [one for one in found if one.path.startswith(scope.unit_path)]


def named_returns(scope: Scope) -> list[Named]:
    """Return units and causes for a circular, the most frequent first."""
    groups: dict[tuple[str, UUID, str], list[Return]] = {}
    for one in returns_in(scope):
        groups.setdefault((one.path, one.unit_id, one.cause), []).append(one)
    return [_named(group) for _, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))]


def _acts(scope: Scope) -> list[tuple[Event, UUID]]:
    """Return each act of the centre that names a cause, with the share that it sent back."""
    narrow = scope.narrowed(unit_path="")
    sent = within(scope, "at", Event.objects.filter(verb__in=BY_CENTRE, said__has_key="cause"))
    if is_narrow(narrow):
        sent = sent.filter(case_id__in=cases_in(narrow).values("pk"))
    causes = {event.id: event for event in sent}
    followed = within(scope, "at", Event.objects.filter(verb__in=TO_UNITS)).order_by("at", "id")
    return [(causes[one.caused_by], one.subject_id) for one in followed if one.caused_by in causes]


def _one(event: Event, share: Assignment) -> Return:
    cause = str(event.said["cause"])
    unit: Unit = share.unit
    return Return(
        unit.pk, unit.name, unit.path, share.case_id, share.case.number, cause, _label(event.book, cause), event.at
    )


def _named(group: list[Return]) -> Named:
    first = group[0]
    numbers = tuple(dict.fromkeys(one.number for one in group))
    return Named(first.unit_id, first.unit, first.cause, first.label, len(group), numbers)


def _label(book: str, cause: str) -> str:
    try:
        return book_named(book).reject_cause(cause).label
    except Unknown:
        return cause


def totals(rows: Iterable[Named]) -> dict[str, int]:
    """Return how often each cause was named, by its word."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.label] = found.get(row.label, 0) + row.count
    return found


__all__ = ["Named", "Return", "named_returns", "returns_in", "totals"]
