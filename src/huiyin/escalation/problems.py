"""How units stand in the rulebook's problems: counted each night by the measures that everybody reads, kept by month."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.cases.models import Assignment
from huiyin.escalation.models import ProblemFound
from huiyin.escalation.who import READERS
from huiyin.flow.actor import Actor
from huiyin.flow.times import local, local_day
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.escalation import UnitProblem
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for
from huiyin.units.models import Unit
from huiyin.units.queries import active


def look_for_problems(at: datetime, city: str) -> int:
    """Count every problem of every unit directly below the centre, or below a unit with a line of its own, up to
    yesterday; return how many stand out.
    """
    day = local_day(at)
    book = book_for(city, day)
    ladder = book.escalation
    since = day - timedelta(days=ladder.problem_days)
    period = f"{local(at):%Y-%m}"
    looked_at = [(unit, centre) for centre in (None, *_with_lines(day)) for unit in _busy(day, since, centre)]
    rows = [_found(book, one, unit, centre, since, at, period) for unit, centre in looked_at for one in ladder.problems]
    with writing():
        ProblemFound.objects.filter(period=period).delete()
        if rows:
            insert(rows)
    return sum(row.over for row in rows)


LONGEST_IN_HAND = timedelta(days=365)
"""What a unit got longer ago than this tells nothing of how it works now."""


def _with_lines(day: date) -> QuerySet[Unit]:
    """Return the units that keep a line of their own: each is the centre for what it took in there."""
    return active(day).filter(line_code__gt="").order_by("path")


def _busy(day: date, since: date, centre: Unit | None) -> QuerySet[Unit]:
    """Return the units directly below a centre that had anything of it in hand: of the others nothing is asked."""
    lately = Assignment.objects.filter(dispatched_day__gte=since - LONGEST_IN_HAND)
    lately = lately.filter(case__centre=centre) if centre else lately
    mine = lately.filter(unit_path__startswith=OuterRef("path"))
    below = active(day).filter(parent=centre) if centre else active(day).filter(depth=1)
    return below.filter(Exists(mine), accepts_cases=True).order_by("path")


def _found(
    book: Rulebook, problem: UnitProblem, unit: Unit, centre: Unit | None, since: date, at: datetime, period: str
) -> ProblemFound:
    until = local_day(at)
    scope = Scope(since=since, until=until, unit_path=unit.path, centre=str(centre.pk) if centre else "", book=book)
    registry = registry_for(book)
    whole = int(figure(registry, problem.of, scope).value or 0)
    # Who has too few cases is not asked for more.
    bad = int(figure(registry, problem.measure, scope).value or 0) if whole else 0
    over = whole >= max(problem.least, 1) and bad > problem.share * whole
    return ProblemFound(
        unit=unit, centre=centre, problem=problem.code, period=period, since=since, until=until, bad=bad, of=whole, over=over,
        at=at,
    )  # fmt: skip


def problems_visible_to(actor: Actor, own: list[UUID]) -> QuerySet[ProblemFound]:
    """Return what the actor may read: the centre all of its own, a unit its own and those of the units below it."""
    rows = ProblemFound.objects.all()
    if actor.is_platform:
        return rows
    return rows.filter(centre__isnull=True) if actor.holds(*READERS) else rows.filter(unit__in=own)
