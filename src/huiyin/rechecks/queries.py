"""Questions about rechecks: the cases of which each has its chance, who had a part in a case, who may check it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.cases.models import Assignment, Case
from huiyin.cases.picture import facts_of
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.scoped import cases_in
from huiyin.cases.states import CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.table import BIRTH
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.people.actors import held_at
from huiyin.people.models import Holding, User
from huiyin.rechecks.facts import RecheckFacts
from huiyin.rechecks.models import Draw, Recheck
from huiyin.rechecks.states import RecheckState
from huiyin.rechecks.who import OVERSEERS
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import all_books, book_for
from huiyin.rulebook.shelf import book as book_named

STANDS_CLOSED = (CaseState.CLOSED, CaseState.ARCHIVED)
TOOK_PART = ("case.", "assignment.", "application.", "callback.", "objection.")
"""Kinds of acts by which somebody has a part in a case. A look at it is none."""


def visible_to(actor: Actor) -> QuerySet[Recheck]:
    """Return the rechecks that the actor may see: all for the overseers, else those that are the own to check.

    Somebody who also sits in the unit that is reported against sees nothing of the report.
    """
    rows = Recheck.objects.all()
    if not (actor.is_platform or actor.holds(*OVERSEERS)):
        rows = rows.filter(checker=actor.user_id)
    return rows.filter(case__in=cases_visible_to(actor)) if actor.unit_paths else rows


def graded(satisfied: tuple[bool, ...]) -> Q:
    """Return the condition on a case that its last grade counts so, in the case's own book."""
    found = Q(pk__in=[])
    for book in all_books():
        found |= Q(book=book.id, satisfied__in=[g.code for g in book.callback.grades if g.satisfied in satisfied])
    return found


def frame(since: date, until: date) -> QuerySet[Case]:
    """Return the city's own cases that were closed within these days, still stand closed and were found satisfying."""
    closed = cases_in(Scope()).filter(state__in=STANDS_CLOSED, closed_day__gte=since, closed_day__lt=until)
    return closed.filter(graded((True,)))


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def overlapping(since: date, until: date) -> QuerySet[Draw]:
    """Return the draws that share a day with this period: a closing has its chance once."""
    return Draw.objects.filter(since__lt=until, until__gt=since)


def recheck_facts(row: Recheck, head: Case, at: datetime) -> RecheckFacts:
    """Return the facts of one recheck within its case."""
    case = facts_of([head], at)[head.pk]
    if (row.state or BIRTH) == BIRTH:
        return RecheckFacts(case, BIRTH)
    involved = involved_in([head.pk])[head.pk] | _of_the_units([head.pk], at)[head.pk]
    apart = people_who_check(book_named(row.book), at).exclude(pk__in=involved)
    return RecheckFacts(
        case, row.state, row.checker_id, row.attempts, frozenset(involved), frozenset(apart.values_list("pk", flat=True))
    )  # fmt: skip


def people_who_check(book: Rulebook, at: datetime) -> QuerySet[User]:
    """Return who holds a post of the centre that may check."""
    held = held_at(at).filter(post__in=book.rechecks.checkers, unit__isnull=True).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("username")


def apart_from(cases: Iterable[UUID], people: Iterable[User], at: datetime) -> Mapping[UUID, list[User]]:
    """Return by case those of the people who had no part in it, in a few statements however many there are."""
    ids, known = list(cases), list(people)
    involved, of_units = involved_in(ids), _of_the_units(ids, at)
    return {pk: [one for one in known if one.pk not in involved[pk] | of_units[pk]] for pk in ids}


def involved_in(cases: Iterable[UUID]) -> defaultdict[UUID, set[UUID]]:
    """Return by case who has acted on it: registered, passed it on, handled, audited, called about it."""
    acted = Q()
    for kind in TOOK_PART:
        acted |= Q(verb__startswith=kind)
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for case, who in Event.objects.filter(acted, chain_id__in=list(cases)).values_list("chain_id", "actor_id"):
        found[case].add(who)
    return found


def _of_the_units(cases: Iterable[UUID], at: datetime) -> defaultdict[UUID, set[UUID]]:
    """Return by case who sits in a unit that had a share of it, or above that unit."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    shares = list(Assignment.objects.filter(case_id__in=list(cases)).values_list("case_id", "unit_path"))
    if not shares:
        return found
    # Only who also holds a post of the centre could check; those are few.
    both = Holding.objects.filter(pk__in=held_at(at).filter(post__in=UNIT_POSTS, unit__isnull=False).values("pk"))
    seats = list(
        both.filter(user__in=held_at(at).filter(unit__isnull=True).values("user")).values_list("user", "unit__path")
    )
    for case, path in shares:
        found[case] |= {user for user, place in seats if path.startswith(place)}
    return found


def to_check_by(actor: Actor) -> QuerySet[Recheck]:
    """Return what the actor has to check."""
    return Recheck.objects.filter(checker=actor.user_id, state=RecheckState.ASSIGNED)


def open_of_case(case_id: UUID) -> Recheck | None:
    """Return the recheck of a case that nobody has checked yet, if any."""
    return Recheck.objects.filter(case_id=case_id, state__in=(RecheckState.DRAWN, RecheckState.ASSIGNED)).first()
