"""Questions about calls: who sees which, what waits to be rung back, what a number is found by. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from huiyin.calls.facts import RingFacts
from huiyin.calls.models import Call, RingBack
from huiyin.calls.states import RingState
from huiyin.calls.who import OVERSEERS, RINGERS
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none
from huiyin.cases.queries import SEES_LINES, lines_in_sight
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.table import BIRTH
from huiyin.journal.models import Ledger
from huiyin.people.models import User
from huiyin.privacy.installed import read_for
from huiyin.privacy.masking import mask_phone
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallOutcome
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for

Row = TypeVar("Row", Call, RingBack)

TABLE = "calls_call"
OF_THE_CITY = Q(centre__isnull=True)

WANTED_SOMEBODY = (CallOutcome.MISSED, CallOutcome.ABANDONED)
"""Calls that asked for a person and found none: these are rung back. Who ended in the menu found what he wanted, or not."""


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def visible_to(actor: Actor) -> QuerySet[Call]:
    """Return the calls that the actor may see: an agent the own ones, and those that nobody answered.

    Who keeps a unit's own line sees its calls, and whoever looks for the city how lines do; nobody else does.
    """
    if actor.is_platform:
        return Call.objects.all()
    seen = Q(centre__in=lines_in_sight(actor).values("pk")) if _looks_at_lines(actor) else Q(pk__in=[])
    if actor.holds(*OVERSEERS):
        seen |= OF_THE_CITY
    elif actor.holds(*RINGERS):
        seen |= OF_THE_CITY & (Q(agent=actor.user_id) | Q(outcome__in=WANTED_SOMEBODY))
    return Call.objects.filter(seen)


def listed_for(actor: Actor, line: str) -> QuerySet[Call]:
    """Return the calls of one line that the actor may see, by the id of its unit; without one the city's, or the own."""
    return of_line(visible_to(actor), actor, line)


def ring_backs_visible_to(actor: Actor) -> QuerySet[RingBack]:
    """Return the ring-backs that the actor may see."""
    if actor.is_platform:
        return RingBack.objects.all()
    seen = Q(centre__in=lines_in_sight(actor).values("pk")) if _looks_at_lines(actor) else Q(pk__in=[])
    return RingBack.objects.filter(seen | OF_THE_CITY if actor.holds(*OVERSEERS, *RINGERS) else seen)


def of_line(rows: QuerySet[Row], actor: Actor, line: str) -> QuerySet[Row]:
    """Return the rows of one line: without one asked for the city's, to who has nothing to do with these the own."""
    if line:
        return rows.filter(centre=UUID(line))
    return rows.filter(centre__isnull=True) if is_of_the_city(actor) else rows


def is_of_the_city(actor: Actor) -> bool:
    """Whether the actor has to do with the city's own calls."""
    return actor.is_platform or actor.holds(*OVERSEERS, *RINGERS)


def lines_to_choose(actor: Actor) -> list[tuple[str, str]]:
    """Return the lines of units whose calls the actor sees, by the id of the unit."""
    if not _looks_at_lines(actor):
        return []
    return [(str(pk), name) for pk, name in lines_in_sight(actor).order_by("path").values_list("pk", "short_name")]


def _looks_at_lines(actor: Actor) -> bool:
    return actor.is_platform or bool(actor.own_centres) or actor.holds(*SEES_LINES)


def to_ring_back(actor: Actor = PLATFORM) -> QuerySet[RingBack]:
    """Return who waits to be rung back by the actor's own centre, for the platform by anybody's."""
    rows = RingBack.objects.filter(state=RingState.WAITING)
    if actor.is_platform:
        return rows
    return rows.filter(centre__isnull=True) if is_of_the_city(actor) else rows.filter(centre__in=actor.own_centres)


def ring_facts(row: RingBack, head: Ledger, at: datetime) -> RingFacts:
    """Return the facts of one ring-back."""
    return RingFacts(row.state or BIRTH, row.attempts, book_named(row.book).calls.ringers, row.centre_id)


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


@dataclass(frozen=True)
class Known:
    """A case that a call may be about; `centre` is the unit on whose own line it was taken in."""

    pk: UUID
    centre: UUID | None

    def fits(self, centre: UUID | None) -> bool:
        """Whether a call on this line may be about it: the city does not look into what a unit took in on its own."""
        return self.centre in {None, centre}


def cases_by_number(numbers: Iterable[str]) -> dict[str, Known]:
    """Return the cases with these numbers."""
    wanted = {number for number in numbers if number}
    rows = Case.objects.filter(number__in=wanted).values_list("number", "pk", "centre_id") if wanted else ()
    return {number: Known(pk, centre) for number, pk, centre in rows}


def unknown_numbers(most: int) -> list[tuple[str, int]]:
    """Return the called numbers that no line declares, with how many calls came to each, the most called first."""
    rows = Call.objects.filter(line_known=False).values_list("line").annotate(n=Count("pk")).order_by("-n", "line")
    return list(rows[:most])
