"""Questions about calls: who sees which, what waits to be rung back, what a number is found by. Nothing here writes."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.calls.facts import RingFacts
from huiyin.calls.models import Call, RingBack
from huiyin.calls.states import RingState
from huiyin.calls.who import OVERSEERS, RINGERS
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none
from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH
from huiyin.journal.models import Ledger
from huiyin.people.models import User
from huiyin.privacy.installed import read_for
from huiyin.privacy.masking import mask_phone
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallOutcome
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for

TABLE = "calls_call"

WANTED_SOMEBODY = (CallOutcome.MISSED, CallOutcome.ABANDONED)
"""Calls that asked for a person and found none: these are rung back. Who ended in the menu found what he wanted, or not."""


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def visible_to(actor: Actor) -> QuerySet[Call]:
    """Return the calls that the actor may see: an agent the own ones, and those that nobody answered."""
    if actor.is_platform or actor.holds(*OVERSEERS):
        return Call.objects.all()
    if actor.holds(*RINGERS):
        return Call.objects.filter(Q(agent=actor.user_id) | Q(outcome__in=WANTED_SOMEBODY))
    return Call.objects.none()


def ring_backs_visible_to(actor: Actor) -> QuerySet[RingBack]:
    """Return the ring-backs that the actor may see."""
    seen = actor.is_platform or actor.holds(*OVERSEERS, *RINGERS)
    return RingBack.objects.all() if seen else RingBack.objects.none()


def to_ring_back() -> QuerySet[RingBack]:
    """Return who waits to be rung back."""
    return RingBack.objects.filter(state=RingState.WAITING)


def ring_facts(row: RingBack, head: Ledger, at: datetime) -> RingFacts:
    """Return the facts of one ring-back."""
    return RingFacts(row.state or BIRTH, row.attempts, book_named(row.book).calls.ringers)


def called_by(phone: str) -> QuerySet[Call]:
    """Return the calls from a number."""
    hashed = hash_or_none("phone", phone)
    return Call.objects.filter(caller_hash=hashed) if hashed else Call.objects.none()


def caller_of(call: Call) -> str:
    """Return the caller's number. Only after a reveal with a purpose, which is an event."""
    return read_for(TABLE, call.pk, "caller", call.caller)


def masked_caller_of(call: Call) -> str:
    """Return what everybody may see of the caller's number."""
    return mask_phone(caller_of(call)) if call.caller else ""


def known_numbers(numbers: Iterable[str]) -> set[str]:
    """Return which of these calls are kept already."""
    return set(Call.objects.filter(number__in=list(numbers)).values_list("number", flat=True))


def users_by_number(numbers: Iterable[str]) -> dict[str, UUID]:
    """Return the users with these numbers, also those who have left."""
    wanted = {number for number in numbers if number}
    return dict(User.objects.filter(username__in=wanted).values_list("username", "pk")) if wanted else {}


def cases_by_number(numbers: Iterable[str]) -> dict[str, UUID]:
    """Return the city's cases with these numbers."""
    wanted = {number for number in numbers if number}
    rows = Case.objects.filter(number__in=wanted, centre__isnull=True)
    return dict(rows.values_list("number", "pk")) if wanted else {}
