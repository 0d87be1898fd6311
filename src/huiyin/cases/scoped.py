"""Which cases, shares, applications and acts a scope of figures means: its part of the city, its days, its moment."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from huiyin.cases.models import Application, Assignment, Case, Tag
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import ApplicationState, AssignmentState
from huiyin.clocks.models import Clock, Span
from huiyin.flow import times
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import all_books
from huiyin.units.path import SEGMENT

Row = TypeVar("Row", bound=Model)

WRITTEN_ON_CASE = ("territory", "kind", "family", "channel")
COUNTED_ON = "counted_on"
"""The name under which rows that were narrowed to a period know the day or moment that lies in it (`alias`)."""

TAKEN_BACK = (AssignmentState.RECALLED, AssignmentState.ANNULLED)
"""Shares that never were: the unit was asked by mistake."""


def start_of(day: date) -> datetime:
    """Return the first moment of a local day."""
    return datetime.combine(day, time.min, CITY_TZ)


def starts_at(scope: Scope) -> datetime | None:
    """Return the first moment of the period, None where it has no beginning."""
    return _at_hour(scope.since, scope)


def ends_at(scope: Scope) -> datetime | None:
    """Return the first moment after the period, None where it has no end."""
    return _at_hour(scope.until, scope)


def _at_hour(day: date | None, scope: Scope) -> datetime | None:
    return datetime.combine(day, scope.hour or time.min, CITY_TZ) if day else None


def moment_of(scope: Scope) -> datetime:
    """Return the moment at which a state is looked at: the one asked for, else the end of the period, never later
    than now.
    """
    if scope.at:
        return scope.at
    now = times.now()
    end = ends_at(scope)
    return min(end, now) if end else now


def cases_in(scope: Scope) -> QuerySet[Case]:
    """Return the cases of the scope's part of the city, whatever their time: the city's own, or those of one line."""
    rows = Case.objects.all()
    if scope.centre != ANY_CENTRE:
        rows = rows.filter(centre=UUID(scope.centre)) if scope.centre else rows.filter(centre__isnull=True)
    if scope.category:
        rows = rows.filter(category__in=sorted(categories_below(scope.category, scope.book)))
    for name in WRITTEN_ON_CASE:
        if value := getattr(scope, name):
            rows = rows.filter(**{name: value})
    if scope.tag:
        rows = rows.filter(Exists(Tag.objects.filter(case_id=OuterRef("pk"), name=scope.tag)))
    if scope.unit_path:
        rows = rows.filter(Exists(entering(scope).filter(case_id=OuterRef("pk")).exclude(role=Role.JOINT)))
    return rows


def of_centre(rows: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    """Return those rows, parts or acts of a case each, whose case belongs to the scope's centre.

    Every figure asks this or `cases_in`: what units took in on their own lines stays out of the city's figures.
    """
    if scope.centre == ANY_CENTRE:
        return rows
    if scope.centre:
        return rows.filter(case_id__in=Case.objects.filter(centre=UUID(scope.centre)).values("pk"))
    return rows.filter(~Exists(Case.objects.filter(pk=OuterRef("case_id"), centre__isnull=False)))


def shares_in(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares by which matters came into the scope's part of the city, without those taken back.

    For the whole city these are what the centre handed out; for a unit what came to it or below it from outside.
    """
    return of_scope(entering(scope), scope)


def shares_sent_in(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares by which matters were sent into the scope's part of the city, also those annulled since.

    What was taken back before anybody signed it never arrived.
    """
    return of_scope(_sent_to(scope).exclude(state=AssignmentState.RECALLED, signed_at__isnull=True), scope)


def applications_in(scope: Scope) -> QuerySet[Application]:
    """Return the applications that those units, and units below them, have made."""
    rows = Application.objects.all()
    if scope.unit_path:
        rows = rows.filter(assignment__unit_path__startswith=scope.unit_path)
    return of_scope(rows, scope)


def acts_in(scope: Scope, *verbs: str) -> QuerySet[Event]:
    """Return the acts of these verbs in the period, on the cases of the scope."""
    rows = within(scope, "at", Event.objects.filter(verb__in=verbs))
    if not is_narrow(scope):
        return of_centre(rows, scope)
    return rows.filter(case_id__in=Subquery(cases_in(scope).values("pk")))


def on_days(scope: Scope, name: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return the rows whose day (a date) lies in the period."""
    bounds = {f"{name}__gte": scope.since, f"{name}__lt": scope.until}
    found = rows.filter(**{key: day for key, day in bounds.items() if day}).exclude(**{f"{name}__isnull": True})
    return found.alias(**{COUNTED_ON: F(name)})


def within(scope: Scope, name: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return the rows whose moment lies in the period."""
    bounds = {f"{name}__gte": starts_at(scope), f"{name}__lt": ends_at(scope)}
    moments = {key: moment for key, moment in bounds.items() if moment}
    return rows.filter(**moments).exclude(**{f"{name}__isnull": True}).alias(**{COUNTED_ON: F(name)})


def held_at(rows: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Return the cases that somebody held at a moment: the account of time knows it for every moment of the past."""
    return rows.filter(Exists(Span.objects.filter(_lasting(at), case_id=OuterRef("pk"))))


def suspended_at(rows: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Return the cases that stood on the ledger at a moment: granted before it, and not taken up again since."""
    granted = Application.objects.filter(
        case_id=OuterRef("pk"), kind="suspension", state=ApplicationState.GRANTED, decided_at__lte=at
    )  # fmt: skip
    resumed = Event.objects.filter(
        chain_id=OuterRef("case_id"), verb="assignment.resume", at__lte=at, at__gt=OuterRef("decided_at")
    )  # fmt: skip
    return held_at(rows, at).filter(Exists(granted.exclude(Exists(resumed))))


def late_with(rows: QuerySet[Case], at: datetime, *kinds: str) -> QuerySet[Case]:
    """Return the cases on which a clock of these kinds was running past due at a moment."""
    ended = Q(met_at__isnull=True, stopped_at__isnull=True) | Q(met_at__gt=at) | Q(stopped_at__gt=at)
    late = Clock.objects.filter(ended, case_id=OuterRef("pk"), kind__in=kinds, due_at__lt=at)
    return rows.filter(Exists(late))


def channels_counted_as(measure: str, book: Rulebook | None) -> list[str]:
    """Return the codes of the channels that a rulebook counts under this name; without a book the whole shelf's."""
    return sorted({c.code for one in _books(book) for c in one.channels if c.measure == measure})


def online_channels(book: Rulebook | None) -> list[str]:
    """Return the codes of the channels that count as online opinion; without a book the whole shelf's."""
    return sorted({c.code for one in _books(book) for c in one.channels if c.online})


def categories_below(category: str, book: Rulebook | None) -> frozenset[str]:
    """Return a category with all below it, as a rulebook knows them; without a book as any on the shelf does."""
    found = {category}
    for one in _books(book):
        try:
            found |= one.below(category)
        except Unknown:
            continue
    return frozenset(found)


def _books(book: Rulebook | None) -> Iterable[Rulebook]:
    return [book] if book else all_books()


def entering(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares by which matters came to the scope's unit, or to each below it, of whatever case."""
    return _sent_to(scope).exclude(state__in=TAKEN_BACK)


def _sent_to(scope: Scope) -> QuerySet[Assignment]:
    path, rows = scope.unit_path, Assignment.objects.all()
    if not path:
        return rows.filter(above__isnull=True)
    rows = rows.filter(unit_path__startswith=path)
    if not scope.to_each_below:
        return rows.exclude(above__unit_path__startswith=path)
    place, before = (Left(name, len(path) + SEGMENT) for name in ("unit_path", "above__unit_path"))
    handed = rows.exclude(unit_path=path).alias(_place=place, _before=before)
    return handed.filter(Q(above__isnull=True) | ~Q(_place=F("_before")))


def ordered_for(rows: QuerySet[Row], scope: Scope, name: str = "centre") -> QuerySet[Row]:
    """Return what was ordered for the scope's centre: by the city (`name` is empty), or by the unit whose line it is.

    A unit that looks at those below it counts what it and whoever is above it ordered there. What such a unit orders of
    those still further down is its own work, and does not speak against it.
    """
    if scope.centre and scope.centre != ANY_CENTRE:
        return rows.filter(**{name: UUID(scope.centre)})
    if not scope.centre:
        return rows.filter(**{f"{name}__isnull": True})
    if not scope.unit_path:
        return rows
    below = Q(**{f"{name}__path__startswith": scope.unit_path})
    if scope.to_each_below:
        below &= ~Q(**{f"{name}__path": scope.unit_path})
    return rows.exclude(below)


def of_scope(rows: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    """Return those rows, parts of a case each, whose case is one of the scope's, wherever in the tree they stand."""
    narrow = scope.narrowed(unit_path="")
    return rows.filter(case__in=cases_in(narrow)) if is_narrow(narrow) else of_centre(rows, narrow)


def is_narrow(scope: Scope) -> bool:
    """Whether the scope means a part of the city's cases only."""
    named = any(getattr(scope, name) for name in ("unit_path", "category", "tag", *WRITTEN_ON_CASE))
    return named or scope.centre not in {"", ANY_CENTRE}


def _lasting(at: datetime) -> Q:
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))
