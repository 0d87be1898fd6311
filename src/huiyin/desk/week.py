"""A few figures of this week and month beside those of the last, for the homes of those who answer for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.page import address_of, line
from huiyin.statistics.viewing import as_seen_by, sees_the_city, within_sight

OF_CITY = (
    Post.DIRECTOR, Post.SUPERVISOR, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER, Post.LEADER_SECRETARY,
)  # fmt: skip
OF_UNIT = (Post.UNIT_LEADER, Post.UNIT_HEAD)

CITY_FIGURES = ("accepted", "dispatched", "closed_in_period", "signed_late", "redone")
UNIT_FIGURES = ("unit_dispatched", "unit_due", "unit_due_on_time", "signed_late", "unit_sent_back")

SECONDS = 120
"""So long what was counted serves: a home is opened again and again."""

Span = tuple[date, date]
"""A first day, and the first day after the last."""


@dataclass(frozen=True)
class Told:
    """One number with the way to its rows."""

    text: str
    address: str


@dataclass(frozen=True)
class WeekLine:
    """One figure in this week, as much of the last one, this month, as much of the last one."""

    label: str
    definition: str
    told: Sequence[Told]


def has_week(actor: Actor) -> bool:
    """Whether the actor answers for figures: of the city, or of the own unit."""
    return actor.holds(*OF_CITY, *OF_UNIT)


def week_of(actor: Actor, at: datetime) -> list[WeekLine]:
    """Return the figures as the actor may see them, counted anew at most every two minutes."""
    key = f"week:{settings.CITY}:{'city' if sees_the_city(actor) else actor.user_id}:{int(at.timestamp()) // SECONDS}"
    found = cache.get(key)
    if not isinstance(found, list):
        found = _counted(actor, local_day(at))
        cache.set(key, found, SECONDS)
    return found


def spans(today: date) -> tuple[Span, Span, Span, Span]:
    """Return this week until today, the same days of the last one, this month until today, as many days of the last one.

    A month that is longer than the one before it is compared with the whole of that.
    """
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    week, tomorrow = timedelta(days=7), today + ONE_DAY
    first_before = (first - ONE_DAY).replace(day=1)
    return (
        (monday, tomorrow), (monday - week, tomorrow - week), (first, tomorrow),
        (first_before, min(first_before + (tomorrow - first), first)),
    )  # fmt: skip


def _counted(actor: Actor, today: date) -> list[WeekLine]:
    book = book_for(settings.CITY, today)
    registry = registry_for(book)
    scopes = [within_sight(actor, Scope(since=since, until=until, book=book)) for since, until in spans(today)]
    seen = as_seen_by(actor, registry)
    found = []
    for name in CITY_FIGURES if sees_the_city(actor) else UNIT_FIGURES:
        counted = [line(figure(seen, name, scope), scope) for scope in scopes]
        told = [Told(one.text, address_of(name, scope)) for one, scope in zip(counted, scopes, strict=True)]
        found.append(WeekLine(counted[0].label, counted[0].definition, told))
    return found
