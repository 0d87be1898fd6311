"""Questions at the counter: what the caller asked before, and whether the matter is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from huiyin.cases.effects.registering import text_hash
from huiyin.cases.models import Case, Tag
from huiyin.cases.petitioners import hash_or_none, masked_contact_of
from huiyin.cases.queries import visible_to
from huiyin.cases.ready import ABUSE
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.table import State
from huiyin.privacy.lookup import normalise_phone
from huiyin.rulebook.book import Rulebook

MOST_SHOWN = 10
SHORTEST_NUMBER = 7
SHORTEST_WORD = 2
SHORTEST_PLACE = 4
MOBILE_DIGITS = 11


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
    """Who calls, masked, with the latest cases; `open_ones` are those that take an urge or a supplement.

    `abuses` says how often it was abuse and no matter.
    """

    name: str
    phone: str
    cases: list[Known]
    abuses: int = 0

    @property
    def open_ones(self) -> list[Known]:
        """The cases that are not over."""
        return [one for one in self.cases if one.can_be_hurried]


def caller_known_by(phone: str, actor: Actor) -> Caller | None:
    """Return the caller with this number and the latest cases that the actor sees, None where nobody is known by it."""
    hashed = hash_or_none("phone", phone) if is_whole_number(phone) else None
    if not hashed:
        return None
    rows = visible_to(actor).filter(petitioner__phone_hash=hashed).select_related("petitioner").order_by("-received_at")
    cases = list(rows[:MOST_SHOWN])
    if not cases:
        return None
    shown = masked_contact_of(cases[0].petitioner)
    abuses = Tag.objects.filter(name=ABUSE, case__petitioner__phone_hash=hashed).count()
    return Caller(shown.name, shown.phone, [_known(case) for case in cases], abuses)


def is_whole_number(phone: str) -> bool:
    """Whether so many digits are typed that somebody can be known by them: the shortest number of a landline."""
    return sum(sign.isdecimal() for sign in phone) >= SHORTEST_NUMBER


def looks_mistyped(phone: str) -> bool:
    """Whether the number begins like a mobile number and has a digit too few or too many: nobody could be rung back."""
    digits = normalise_phone(phone)
    return digits.isdecimal() and digits[0] == "1" and digits[1:2] in set("3456789") and len(digits) != MOBILE_DIGITS


def caller_of(case: Case) -> Caller:
    """Return the caller of a case that was just registered, masked: the next matter of the call is the same one's."""
    shown = masked_contact_of(case.petitioner)
    return Caller(shown.name, shown.phone, [_known(case)])


def perhaps_known(said: Mapping[str, Any], book: Rulebook, actor: Actor, at: datetime) -> list[Known]:
    """Return the latest cases that are perhaps the same matter, in the city's window of days, as far as is typed.

    The same text; or of the same topic one whose place begins like the one typed. While no place is typed the title or
    the object must agree. Before a topic is chosen, which comes late in a call, those that are not over are asked alone.
    """
    text = str(said.get("text") or "").strip()
    like = Q(text_hash=text_hash(text)) if text else Q(pk__in=[])
    if said.get("category"):
        like |= Q(category=said["category"]) & _near(said)
    else:
        like |= Q(state__in=OPEN_CASE) & _alike(said)
    since = at - timedelta(days=book.repeats.window_days)
    return [
        _known(case)
        for case in visible_to(actor).filter(like, received_at__gte=since).order_by("-received_at")[:MOST_SHOWN]
    ]


def _alike(said: Mapping[str, Any]) -> Q:
    place, title = (str(said.get(name) or "").strip() for name in ("place", "title"))
    alike = Q(title=title) if len(title) >= SHORTEST_WORD else Q(pk__in=[])
    return alike | Q(place__startswith=place) if len(place) >= SHORTEST_PLACE else alike


def _near(said: Mapping[str, Any]) -> Q:
    place, title, thing = (str(said.get(name) or "").strip() for name in ("place", "title", "object"))
    if len(place) >= SHORTEST_WORD:
        return Q(place__startswith=place)
    near = Q(title=title) if title else Q(pk__in=[])
    return near | Q(object=thing) if len(thing) >= SHORTEST_WORD else near


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
