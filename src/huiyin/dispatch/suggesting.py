"""Which units a case should go to, at most three, each with the reason in words. Nothing here writes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards import is_accused
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import case_facts, precedents_like
from huiyin.dispatch.models import CatalogueRow
from huiyin.flow.times import local, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

MOST = 3
LOOK_BACK_DAYS = 180


@dataclass(frozen=True)
class Suggestion:
    """A unit and why. `handed_back` tells how often it has returned this very case."""

    unit: Unit
    why: str
    handed_back: int = 0


def suggest(case: Case, at: datetime, owner: Unit | None = None) -> list[Suggestion]:
    """Return up to three units: by ruling, by the catalogue, by like cases, and at last by territory.

    With an `owner` the suggestions are those of a unit for the units below it. The accused and what lies below it,
    closed units and those that take no cases are never among them.
    """
    book, returned, facts = book_named(case.book), _returned_by(case), case_facts(case, case, at)
    found: dict[UUID, Suggestion] = {}
    for unit, why in _candidates(case, book, at, owner):
        if unit.pk not in found and _can_take(unit, facts, at):
            found[unit.pk] = Suggestion(unit, why, returned[unit.pk])
    # A unit that has handed the case back comes last, so that nobody sends it there again without seeing that.
    return sorted(found.values(), key=lambda s: s.handed_back > 0)[:MOST]


def _candidates(case: Case, book: Rulebook, at: datetime, owner: Unit | None) -> Iterator[tuple[Unit, str]]:
    if owner is None:
        yield from _by_ruling(case)
    yield from _by_catalogue(case, book, local_day(at), owner)
    yield from _by_like_cases(case, at, owner)
    if owner is None and book.dispatch.fallback == "territory" and case.territory:
        yield from _by_territory(book.territory(case.territory).label)


def _by_ruling(case: Case) -> Iterator[tuple[Unit, str]]:
    for ruling in precedents_like(case.category, case.territory).filter(unit__isnull=False)[:MOST]:
        assert ruling.unit is not None, "rulings that name a unit were asked for"
        kind = "裁定" if ruling.arbitrated else "改派决定"
        yield ruling.unit, f"{local(ruling.at):%Y-%m-%d}{kind}：{ruling.ruling}"


def _by_catalogue(case: Case, book: Rulebook, day: date, owner: Unit | None) -> Iterator[tuple[Unit, str]]:
    for row in sorted(_lines(case, book, day, owner), key=_precision, reverse=True):
        words = [w for w in (_topic(book, row.category), _place(book, row.territory)) if w]
        basis = f"（{row.note}）" if row.note else ""
        yield row.unit, f"派单目录：{'，'.join(words)}{basis}"


def _lines(case: Case, book: Rulebook, day: date, owner: Unit | None) -> Iterable[CatalogueRow]:
    topics = ["", *(book.tree.lineage(case.category) if case.category else ())]
    in_force = Q(until__isnull=True) | Q(until__gt=day)
    places = ["", case.territory] if case.territory else [""]
    lines = CatalogueRow.objects.filter(
        in_force, owner=owner, since__lte=day, category__in=topics, territory__in=places
    )
    return lines.select_related("unit")


def _precision(row: CatalogueRow) -> tuple[int, int]:
    return len(row.category), len(row.territory)


def _by_like_cases(case: Case, at: datetime, owner: Unit | None) -> Iterator[tuple[Unit, str]]:
    if not case.category:
        return
    since = local_day(at) - timedelta(days=LOOK_BACK_DAYS)
    like = Assignment.objects.filter(
        case__category=case.category, case__territory=case.territory, state="passed", dispatched_day__gte=since
    )
    like = like.filter(above__unit=owner) if owner else like.filter(role="lead")
    counts = Counter(like.values_list("unit_id", flat=True))
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[pk for pk, _ in counts.most_common(MOST)])}
    for pk, count in counts.most_common(MOST):
        yield units[pk], f"近{LOOK_BACK_DAYS}天办过{count}件同类同地的工单"


def _by_territory(label: str) -> Iterator[tuple[Unit, str]]:
    for unit in Unit.objects.filter(depth=1, name__startswith=label, closed_on__isnull=True)[:1]:
        yield unit, f"职责不清时由属地兜底：{label}"


def _can_take(unit: Unit, facts: CaseFacts, at: datetime) -> bool:
    day = local_day(at)
    works = unit.accepts_cases and unit.opened_on <= day and (unit.closed_on is None or unit.closed_on > day)
    return works and not is_accused(facts, unit.path)


def _returned_by(case: Case) -> Counter[UUID]:
    return Counter(Assignment.objects.filter(case=case, state="annulled").values_list("unit_id", flat=True))


def _topic(book: Rulebook, code: str) -> str:
    return "·".join(book.category_path(code)) if code else ""


def _place(book: Rulebook, code: str) -> str:
    return book.territory(code).label if code else ""
