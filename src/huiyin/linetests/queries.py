"""Questions about test calls: which units have their chance, whom to ring next, who sees what. Nothing here writes."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH
from huiyin.journal.models import Ledger
from huiyin.linetests.facts import LineFacts
from huiyin.linetests.models import LineTest
from huiyin.linetests.states import TOLD, LineState
from huiyin.linetests.who import CALLERS, OVERSEERS
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Contact, ContactRole, Unit
from huiyin.units.queries import active

AGAIN_AFTER = timedelta(minutes=20)
"""A busy line is not rung again at once."""


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def visible_to(actor: Actor) -> QuerySet[LineTest]:
    """Return the test calls that the actor may see: a unit sees its own when they are over, never that one is to come."""
    if actor.is_platform or actor.holds(*OVERSEERS, *CALLERS):
        return LineTest.objects.all()
    own = Q(pk__in=[])
    for path in actor.unit_paths:
        own |= Q(unit_path__startswith=path)
    return LineTest.objects.filter(own, state__in=TOLD)


def line_facts(row: LineTest, head: Ledger, at: datetime) -> LineFacts:
    """Return the facts of one test call."""
    testers = book_named(row.book).line_tests.testers
    return LineFacts(
        row.state or BIRTH, row.unit_path, row.attempts, row.tester_id, testers, row.explained_at is not None
    )


def units_to_test(day: date) -> QuerySet[Unit]:
    """Return the units of the levels that the rulebook names, in use and taking cases."""
    levels = book_on(day).line_tests.levels
    return active(day).filter(depth__in=levels, accepts_cases=True).order_by("path")


def phones_of(units: Iterable[Unit]) -> dict[str, str]:
    """Return the office phone of each unit by its place: the one on duty, else that of its handler; empty for none."""
    known = list(units)
    handlers = Contact.objects.filter(unit__in=known, role=ContactRole.HANDLER, until__isnull=True)
    office = dict(handlers.values_list("unit_id", "phone"))
    return {unit.path: unit.duty_phone or office.get(unit.pk, "") for unit in known}


def to_ring(at: datetime) -> QuerySet[LineTest]:
    """Return the calls that can be made now."""
    fresh = Q(last_try_at__isnull=True) | Q(last_try_at__lte=at - AGAIN_AFTER)
    return LineTest.objects.filter(fresh, state=LineState.WAITING)


def next_to_ring(actor: Actor, at: datetime) -> LineTest | None:
    """Return whom this person rings next. Each has an order of the own, so that two do not ring the same unit at once."""
    rows = to_ring(at).values_list("pk", "attempts")
    mine = sorted(rows, key=lambda one: (one[1], hashlib.sha256(f"{actor.user_id}:{one[0]}".encode()).digest()))
    return LineTest.objects.select_related("unit", "ledger", "round").get(pk=mine[0][0]) if mine else None
