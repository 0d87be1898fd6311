"""Questions about long cases and hard matters: who sees which, what is due, which season comes. Nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from huiyin.cases.models import Assignment, Case
from huiyin.cases.picture import facts_of
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.scoped import TAKEN_BACK, cases_in, on_days
from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH
from huiyin.flow.times import local_day
from huiyin.hardcases.facts import FocusFacts, HardFacts
from huiyin.hardcases.models import Focus, FocusCase, HardCase, SeasonReminder
from huiyin.hardcases.states import OPEN_HARD, FocusState, HardState
from huiyin.hardcases.who import ALL
from huiyin.journal.models import Ledger
from huiyin.measures.scope import Scope
from huiyin.rulebook.aftercare import Season, SeasonTopic
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit
from huiyin.units.path import self_and_ancestors
from huiyin.units.queries import active


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def visible_to(actor: Actor) -> QuerySet[HardCase]:
    """Return the long cases of the cases that the actor sees."""
    return HardCase.objects.filter(case__in=cases_visible_to(actor))


def focuses_visible_to(actor: Actor) -> QuerySet[Focus]:
    """Return the hard matters that the actor sees: everybody who works on cases knows what the month is about."""
    return Focus.objects.all() if actor.is_platform or actor.holds(*ALL) else Focus.objects.none()


def hard_facts(row: HardCase, head: Case, at: datetime) -> HardFacts:
    """Return the facts of one long case within its case."""
    shares = Assignment.objects.filter(case_id=head.pk).exclude(state__in=TAKEN_BACK)
    paths = frozenset(shares.values_list("unit_path", flat=True))
    above = {place for path in paths for place in self_and_ancestors(path)}
    owners = Unit.objects.filter(Q(path__in=above) | Q(pk__in=shares.values("unit"))).values_list("pk", flat=True)
    others = HardCase.objects.filter(case_id=head.pk, state__in=OPEN_HARD).exclude(pk=row.pk)
    return HardFacts(
        facts_of([head], at)[head.pk], row.state or BIRTH, local_day(at), row.kind, row.proposed_by_id,
        row.owner.path if row.owner else "", paths, frozenset(owners), others.exists(),
    )  # fmt: skip


def focus_facts(row: Focus, head: Ledger, at: datetime) -> FocusFacts:
    """Return the facts of one hard matter. Of one that is not there yet the month is what is about to be said."""
    chosen = Focus.objects.filter(month=row.month).exclude(state=FocusState.DROPPED).exclude(pk=row.pk).count()
    joined = FocusCase.objects.filter(focus_id=row.pk).values_list("case_id", flat=True)
    path = row.owner.path if row.owner_id else ""
    return FocusFacts(row.state or BIRTH, local_day(at), row.month, path, chosen, frozenset(joined))


def open_of_case(case_id: UUID) -> HardCase | None:
    """Return where a case stands on the ledger, if it does."""
    return HardCase.objects.filter(case_id=case_id, state__in=OPEN_HARD).first()


def review_due(day: date) -> QuerySet[HardCase]:
    """Return the long cases whose day of review has come."""
    return HardCase.objects.filter(state=HardState.LISTED, review_on__lte=day)


def to_remind(day: date) -> Iterator[tuple[HardCase, str]]:
    """Give the long cases of which the owner is to be reminded, "soon" before the day of review and "late" from it on.

    The review that a unit was granted with a suspension the clock of the cases reminds of by itself; only that one.
    """
    listed = HardCase.objects.filter(state=HardState.LISTED).exclude(
        case__suspended=True, review_on=F("case__review_on"), reviews=0
    )  # fmt: skip
    days = book_on(day).hardcases.remind_days
    late = listed.filter(review_on__lte=day).exclude(told_late=F("review_on"))
    soon = listed.filter(review_on__gt=day, review_on__lte=day + timedelta(days=days)).exclude(told_soon=F("review_on"))
    for kind, rows in (("late", late), ("soon", soon)):
        for row in rows.select_related("case").order_by("review_on", "id"):
            yield row, kind


@dataclass(frozen=True)
class Coming:
    """A season with its next days and whether it runs now."""

    season: Season
    begins: date
    remind_from: date
    is_running: bool
    is_near: bool


def seasons_on(day: date) -> list[Coming]:
    """Return the seasons of the rulebook, those that run first, then as they come."""
    found = []
    for season in book_on(day).seasons:
        begins = season.begins_next(day)
        from_day = begins - timedelta(days=season.remind_days)
        runs = season.is_running(day)
        found.append(Coming(season, begins, from_day, runs, from_day <= day and not runs))
    return sorted(found, key=lambda one: (not one.is_running, one.begins))


def units_to_prepare(season: Season, day: date) -> list[tuple[Unit, list[SeasonTopic]]]:
    """Return the units whose groups a season concerns, each with its topics."""
    units = active(day).filter(depth=1).order_by("path")
    told = [(unit, [t for t in season.topics if unit.peer_group in t.unit_kinds]) for unit in units]
    return [(unit, topics) for unit, topics in told if topics]


def reminded_of(season: str, begins: date) -> int:
    """Return how many units were reminded of a season."""
    return SeasonReminder.objects.filter(season=season, begins=begins).count()


def accepted_in_month(category: str, month: date) -> int:
    """Return how many cases of a topic, and of all below it, were accepted in a month."""
    after = (month + timedelta(days=31)).replace(day=1)
    scope = Scope(month, after, category=category, book=book_on(month))
    return on_days(scope, "accepted_day", cases_in(scope)).count()
