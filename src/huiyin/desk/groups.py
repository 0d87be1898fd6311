"""Many callers on one matter: cases that were joined, and cases of one topic at one place that nobody joined yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.desk.words import category_word
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.rulebook.shelf import book_for

LEAST_CALLERS = 5
MOST_GROUPS = 50

CALLERS = {
    "known": Count("petitioner__phone_hash", distinct=True),
    # Whoever left no number is taken for somebody of his own.
    "unknown": Count("pk", filter=Q(petitioner__phone_hash__isnull=True)),
    "cases": Count("pk"),
    "latest": Max("received_at"),
}


@dataclass(frozen=True)
class Group:
    """Callers on one matter; the address lists their cases, of which there may be more than callers."""

    title: str
    topic: str
    callers: int
    cases: int
    latest: datetime
    is_joined: bool
    address: str


def groups(actor: Actor, at: datetime) -> list[Group]:
    """Return the matters with five and more callers, the most first: two statements."""
    found = [*_joined(actor), *_alike(actor, at)]
    return sorted(found, key=lambda group: (-group.callers, group.title))[:MOST_GROUPS]


def joined_to(case: Case, actor: Actor) -> QuerySet[Case]:
    """Return an open case and what was joined to it."""
    return visible_to(actor).filter(Q(pk=case.pk) | Q(parent_id=case.pk, state=CaseState.MERGED))


def alike(case: Case, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the open cases of the same topic at the same place, this one among them."""
    return _lately(actor, at).filter(category=case.category, territory=case.territory, place=case.place)


def _joined(actor: Actor) -> list[Group]:
    seen = visible_to(actor)
    children = seen.filter(state=CaseState.MERGED, parent__state__in=sorted(OPEN_CASE), parent__in=seen)
    names = ("parent__number", "parent__title", "parent__book", "parent__category")
    return [
        Group(
            row["parent__title"], category_word(row["parent__book"], row["parent__category"]), 1 + _callers(row),
            1 + row["cases"], row["latest"], True, reverse("desk:joined_group", args=[row["parent__number"]]),
        )
        # A case is only joined to one of another caller, so that the first one counts too.
        for row in children.values(*names).annotate(**CALLERS).order_by()
        if 1 + _callers(row) >= LEAST_CALLERS
    ]  # fmt: skip


def _alike(actor: Actor, at: datetime) -> list[Group]:
    rows: Any = _lately(actor, at).exclude(place="").values("category", "territory", "place")
    counted = rows.annotate(number=Min("number"), book=Max("book"), **CALLERS).filter(cases__gte=LEAST_CALLERS)
    return [
        Group(
            row["place"], category_word(row["book"], row["category"]), _callers(row), row["cases"], row["latest"],
            False, reverse("desk:alike_group", args=[row["number"]]),
        )
        for row in counted.order_by()
        if _callers(row) >= LEAST_CALLERS
    ]  # fmt: skip


def _lately(actor: Actor, at: datetime) -> QuerySet[Case]:
    window = timedelta(days=book_for(settings.CITY, local_day(at)).repeats.window_days)
    return visible_to(actor).filter(state__in=sorted(OPEN_CASE), received_at__gte=at - window)


def _callers(row: Mapping[str, Any]) -> int:
    return int(row["known"] + row["unknown"])
