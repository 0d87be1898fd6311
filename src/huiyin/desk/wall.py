"""What hangs on the wall of the hall: today by hour, district and topic, what is open and late. Only who is on duty is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from huiyin.cases import populations
from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Case
from huiyin.cases.queries import overdue
from huiyin.cases.states import OPEN_CASE
from huiyin.flow.posts import Post
from huiyin.flow.times import CITY_TZ, ONE_DAY, local, local_day
from huiyin.incidents.queries import in_force
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.people.models import DutyShift
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.printing import printed

VIEWERS = (Post.DIRECTOR, Post.SUPERVISOR, Post.SHIFT_LEAD)

SECONDS, RATE_SECONDS = 30, 600
"""So long what was counted serves every screen that asks: a wall asks once a minute, and a city has several. The rate of the
month goes over many cases and hardly moves.
"""

TOPICS, DISTRICTS, LATEST, DUTY, INCIDENTS = 10, 10, 5, 4, 2


@dataclass(frozen=True)
class Bar:
    """One bar: what it counts, how many, how long of a hundred; `late` where something is to be pointed out."""

    label: str
    count: int
    length: float
    late: int = 0


@dataclass(frozen=True)
class Fresh:
    """One of the latest cases, of which nobody can be known."""

    at: datetime
    topic: str
    place: str
    channel: str
    state: str


@dataclass(frozen=True)
class Wall:
    """The picture at one moment. `rate` is the figure that the city prints first, of this month until now."""

    at: datetime
    accepted: int
    yesterday: int
    closed: int
    open: int
    late: int
    rate: str
    rate_label: str
    hours: Sequence[Bar]
    topics: Sequence[Bar]
    districts: Sequence[Bar]
    latest: Sequence[Fresh]
    incidents: Sequence[tuple[str, str, datetime]]
    duty: Sequence[tuple[str, datetime]]


def wall_at(at: datetime) -> Wall:
    """Return the picture, counted anew at most every half a minute."""
    key = f"wall:{settings.CITY}:{int(at.timestamp()) // SECONDS}"
    found = cache.get(key)
    if not isinstance(found, Wall):
        found = counted(at)
        cache.set(key, found, SECONDS)
    return found


def counted(at: datetime) -> Wall:
    """Count the picture: a number of statements that does not grow with the city."""
    today = local_day(at)
    book = book_for(settings.CITY, today)
    scope = Scope(since=today, until=today + ONE_DAY, book=book)
    accepted = populations.accepted(scope).order_by()
    late = dict(_grouped(_own().filter(overdue(at)), "territory"))
    by_district = dict(_grouped(accepted, "territory"))
    return Wall(
        at=at, accepted=sum(by_district.values()), yesterday=_yesterday(scope, at),
        closed=populations.closed_in_period(scope).count(),
        open=_own().filter(state__in=sorted(OPEN_CASE)).count(), late=sum(late.values()),
        rate=_rate(book, at), rate_label=_rate_label(book),
        hours=_hours(accepted, at), topics=_topics(accepted, book), districts=_districts(by_district, late, book),
        latest=_latest(book), incidents=_incidents(book), duty=_duty(at),
    )  # fmt: skip


def _own() -> QuerySet[Case]:
    # What units take in on their own lines is theirs.
    return Case.objects.filter(centre__isnull=True).order_by()


def _grouped(rows: QuerySet[Any], name: str) -> list[tuple[str, int]]:
    return list(rows.values_list(name).annotate(n=Count("pk")))


def _yesterday(scope: Scope, at: datetime) -> int:
    """Return how many had been accepted yesterday at this time of the day."""
    since = scope.since
    assert since is not None, "the wall shows a day"
    whole = populations.accepted(scope.narrowed(since=since - ONE_DAY, until=since))
    return whole.filter(accepted_at__lte=at - ONE_DAY).count()


def _rate(book: Rulebook, at: datetime) -> str:
    key = f"wall-rate:{settings.CITY}:{int(at.timestamp()) // RATE_SECONDS}"
    found = cache.get(key)
    if not isinstance(found, str):
        today = local_day(at)
        month = Scope(since=today.replace(day=1), until=today + ONE_DAY, book=book)
        found = printed(figure(registry_for(book), book.headline_rate, month), book)
        cache.set(key, found, RATE_SECONDS)
    return found


def _rate_label(book: Rulebook) -> str:
    return next(rate.label for rate in book.rates if rate.measure == book.headline_rate)


def _hours(accepted: QuerySet[Case], at: datetime) -> list[Bar]:
    found = dict(
        accepted.annotate(hour=ExtractHour("accepted_at", tzinfo=CITY_TZ)).values_list("hour").annotate(n=Count("pk"))
    )
    return _bars([(f"{hour}", found.get(hour, 0)) for hour in range(local(at).hour + 1)])


def _topics(accepted: QuerySet[Case], book: Rulebook) -> list[Bar]:
    found = sorted(_grouped(accepted, "category"), key=lambda pair: (-pair[1], pair[0]))[:TOPICS]
    return _bars([(_topic(code, book), n) for code, n in found])


def _districts(counts: Mapping[str, int], late: Mapping[str, int], book: Rulebook) -> list[Bar]:
    known = {one.code: one.label for one in book.territories}
    lines = [(label, counts.get(code, 0), late.get(code, 0)) for code, label in known.items()]
    others, others_late = (sum(n for code, n in found.items() if code not in known) for found in (counts, late))
    lines.sort(key=lambda line: (-line[1], -line[2]))
    lines = lines[:DISTRICTS] + ([("未注明", others, others_late)] if others or others_late else [])
    most = max((n for _, n, _ in lines), default=0) or 1
    return [Bar(label, n, round(100 * n / most, 1), behind) for label, n, behind in lines if n or behind]


def _bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((n for _, n in counts), default=0) or 1
    return [Bar(label, n, round(100 * n / most, 1)) for label, n in counts]


def _topic(code: str, book: Rulebook) -> str:
    try:
        return book.category(code).name if code else "未分类"
    except Unknown:
        return code


def _latest(book: Rulebook) -> list[Fresh]:
    # Of reports and of what is confidential not even the topic hangs on a wall.
    kept_back = [kind.code for kind in book.kinds if kind.kept_from_accused]
    rows = _own().exclude(kind__in=kept_back).filter(confidential=False, accepted_at__isnull=False)
    names = ("received_at", "category", "territory", "channel", "state", "book")
    places = {one.code: one.label for one in book.territories}
    return [
        Fresh(
            at, _topic(category, book_named(law)), places.get(place, ""), _channel(channel, law), CASE.label_of(state)
        )
        for at, category, place, channel, state, law in rows.order_by("-received_at", "-id").values_list(*names)[
            :LATEST
        ]
    ]


def _channel(code: str, law: str) -> str:
    try:
        return book_named(law).channel(code).label
    except Unknown:
        return code


def _incidents(book: Rulebook) -> list[tuple[str, str, datetime]]:
    labels = {kind.code: kind.label for kind in book.incidents.kinds}
    rows = in_force().order_by("-began_at").values_list("kind", "title", "began_at")[:INCIDENTS]
    return [(labels.get(kind, kind), title, at) for kind, title, at in rows]


def _duty(at: datetime) -> list[tuple[str, datetime]]:
    now = Q(unit__isnull=True, since__lte=at, until__gt=at, user__is_active=True)
    return list(DutyShift.objects.filter(now).order_by("until", "user__name").values_list("user__name", "until")[:DUTY])
