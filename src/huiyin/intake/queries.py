"""Questions at the counter: what the caller asked before, and whether the matter is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from huiyin.cases.effects.registering import text_hash
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none, masked_contact_of
from huiyin.cases.queries import visible_to
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.table import State
from huiyin.rulebook.book import Rulebook

MOST_SHOWN = 10


@dataclass(frozen=True)
class Known:
    """A case that is known already, in one line."""

    number: str
    title: str
    state: State
    is_open: bool
    received_at: datetime
    due_at: datetime | None
    can_be_hurried: bool


@dataclass(frozen=True)
class Caller:
    """Who calls, masked, with the latest cases; `open_ones` are those that take an urge or a supplement."""

    name: str
    phone: str
    cases: list[Known]

    @property
    def open_ones(self) -> list[Known]:
        """The cases that are not over."""
        return [one for one in self.cases if one.can_be_hurried]


def caller_known_by(phone: str, actor: Actor) -> Caller | None:
    """Return the caller with this number and the latest cases that the actor sees, None where nobody is known by it."""
    hashed = hash_or_none("phone", phone)
    if not hashed:
        return None
    rows = visible_to(actor).filter(petitioner__phone_hash=hashed).select_related("petitioner").order_by("-received_at")
    cases = list(rows[:MOST_SHOWN])
    if not cases:
        return None
    shown = masked_contact_of(cases[0].petitioner)
    return Caller(shown.name, shown.phone, [_known(case) for case in cases])


def caller_of(case: Case) -> Caller:
    """Return the caller of a case that was just registered, masked: the next matter of the call is the same one's."""
    shown = masked_contact_of(case.petitioner)
    return Caller(shown.name, shown.phone, [_known(case)])


def perhaps_known(said: Mapping[str, Any], book: Rulebook, actor: Actor, at: datetime) -> list[Known]:
    """Return the latest cases with the same text, or of the same topic and place, in the city's window of days."""
    text, place = str(said.get("text") or "").strip(), str(said.get("place") or "").strip()
    like = Q(pk__in=[])
    if text:
        like |= Q(text_hash=text_hash(text))
    if place and said.get("category"):
        like |= Q(category=said["category"], place=place)
    since = at - timedelta(days=book.repeats.window_days)
    return [
        _known(case)
        for case in visible_to(actor).filter(like, received_at__gte=since).order_by("-received_at")[:MOST_SHOWN]
    ]


def case_of_this_call(number: str, actor: Actor) -> Case | None:
    """Return the case that the actor registered a moment ago, whose caller the next matter shares; nobody else's."""
    rows = visible_to(actor).filter(number=number, registered_by=actor.user_id, petitioner__isnull=False)
    return rows.select_related("petitioner").first()


def _known(case: Case) -> Known:
    state = next(known for known in CaseState if known == case.state)
    is_open = state in OPEN_CASE
    return Known(
        case.number, case.title, state, is_open, case.received_at, case.due_at if is_open else None,
        is_open and state != CaseState.COLLECTED,
    )  # fmt: skip
