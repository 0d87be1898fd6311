"""The check of the counters: cases are counted anew and compared, and every day of every measure is asked of its own query.

What is wrong of a case is put right on the spot. Where a counter does not agree although its cases do, the measure is taken
out: its figures come from the cases again until everything was counted anew.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from random import Random
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate

from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ, ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rollups.asking import kept
from huiyin.rollups.cubes import Vector
from huiyin.rollups.eligible import Kept
from huiyin.rollups.keeping import Tell, cases_after, count_anew, lock, owed_cases, work_off
from huiyin.rollups.known import incomplete, kept_of, known, numbers_of, registry_of
from huiyin.rollups.models import Contribution, Counted, Mark, Recount
from huiyin.rollups.vectors import read, vectors_of, written
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for, books_of

LEDGER = "rollups"
DIFFER = "rollups.differ"

SAMPLE = 2_000
"""So many cases a night's check counts anew, drawn by lot."""

DAYS = 62
"""So many days back a night's check asks of the queries: there most still changes."""

MOST_NAMED = 50
"""So many differences are named; the others are counted only."""


@dataclass
class Found:
    """What a check has found so far."""

    cases: int = 0
    cells: int = 0
    count: int = 0
    named: list[dict[str, Any]] = field(default_factory=list)

    def add(self, **difference: Any) -> None:
        """Remember one difference."""
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(difference)


def check(at: datetime, *, full: bool, tell: Tell = lambda done: None, seconds: float = inf) -> Recount:
    """Compare what is kept with what the cases say, put right what can be, and report what differed.

    When the seconds are over it goes on no further: half of them are for cases, the rest for days.
    """
    began, found = monotonic(), Found()
    work_off(seconds / 4)
    for cases in _all_cases() if full else _sampled(at):
        _check_cases(cases, found)
        tell(found.cases)
        if monotonic() - began > seconds / 2:
            break
    _check_days(at, found, full=full, until=began + seconds)
    row = Recount(
        at=at, full=full, cases=found.cases, cells=found.cells, differences=found.count, found=found.named,
        seconds=round(monotonic() - began, 3),
    )  # fmt: skip
    with writing():
        row.save()
        if found.count:
            said = {"cases": found.cases, "cells": found.cells, "differences": found.count}
            note(DIFFER, "recount", row.pk, at=at, head=LEDGER, said=said)
    return row


def is_full_day(day: date) -> bool:
    """Whether on this day everything is counted anew: once a month."""
    return day.day == 1


# -- case by case ------------------------------------------------------------------------------------------------------


def _all_cases() -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while cases := cases_after(last):
        yield cases
        last = cases[-1]


def _sampled(at: datetime) -> Iterator[list[UUID]]:
    """Give cases drawn by lot: the night's date is the seed, so that a check can be repeated."""
    count = Case.objects.count()
    if count <= SAMPLE:
        yield from _all_cases()
        return
    chance = Random(local_day(at).isoformat())
    ends = [Case.objects.order_by(order).values_list("pk", flat=True)[0].int for order in ("pk", "-pk")]
    drawn: set[UUID] = set()
    for _ in range(SAMPLE // 20):
        # Ids grow with time: twenty cases from a place drawn by lot.
        rows = Case.objects.filter(pk__gte=UUID(int=chance.randint(*ends))).order_by("pk")
        drawn.update(rows.values_list("pk", flat=True)[:20])
    yield sorted(drawn)


def _check_cases(cases: Sequence[UUID], found: Found) -> None:
    """Count these cases anew. Under the lock nobody else does; what was done on a case a moment ago is no difference."""
    with writing():
        lock()
        measures = known()
        before = dict(Contribution.objects.filter(case_id__in=cases).values_list("case_id", "vector"))
        now = vectors_of(cases, measures)
        wrong = [pk for pk in cases if pk in now and written(now[pk]) != before.get(pk)]
        if wrong:
            waiting = set(Mark.objects.filter(case_id__in=wrong).values_list("case_id", flat=True)) | (
                owed_cases() or set()
            )
            names = {one.number: one.kept.label for one in measures}
            numbers = dict(Case.objects.filter(pk__in=wrong).values_list("pk", "number"))
            for pk in wrong:
                if pk not in waiting:
                    old = read(before[pk]) if pk in before else None
                    found.add(case=numbers[pk], says=_difference(old, now[pk], names))
            count_anew(wrong, measures)
    found.cases += len(cases)


def _difference(old: Vector | None, new: Vector, names: dict[int, str]) -> str:
    """Return in words what was counted too much and too little."""
    if old is None:
        return "未计入"
    was, now = (_figures(vector, names) for vector in (old, new))
    parts = [f"多计{name} {day}（{n}）" for (name, day), n in (was - now).items()]
    parts += [f"少计{name} {day}（{n}）" for (name, day), n in (now - was).items()]
    return "；".join(parts[:5]) or "属性不符（单位、类别、属地、性质或渠道）"


def _figures(vector: Vector, names: dict[int, str]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for (day, *_), measures in vector.hits.items():
        for number in measures:
            found[names.get(number, "旧口径的指标"), day.isoformat()] += 1
    return found


# -- day by day --------------------------------------------------------------------------------------------------------


def _check_days(at: datetime, found: Found, *, full: bool, until: float) -> None:
    """Ask each measure of each edition by day: of the counters, and of its own query."""
    if incomplete():
        return
    today = local_day(at)
    editions: Sequence[Rulebook] = books_of(settings.CITY) if full else [book_for(settings.CITY, today)]
    seen: set[tuple[str, str]] = set()
    for book in editions:
        for name, one in kept_of(book).items():
            if (name, one.fingerprint) in seen or monotonic() > until:
                continue
            seen.add((name, one.fingerprint))
            since = None if full else today - DAYS * ONE_DAY
            _check_measure(
                one, Scope(since=since, until=today if one.waits else None, centre=ANY_CENTRE, book=book), found
            )


def _check_measure(one: Kept, scope: Scope, found: Found) -> None:
    said, true = _both(one, scope)
    if said is not None and said != true:
        # Somebody may have done something between the two: what is wrong is still wrong when it is asked again.
        said, true = _both(one, scope)
    if said is None:
        return
    found.cells += len(said | true)
    if wrong := sorted(day for day in said | true if said.get(day) != true.get(day)):
        for (day,) in wrong:
            found.add(
                measure=one.name,
                label=one.label,
                day=day.isoformat(),
                kept=said.get((day,), 0),
                counted=true.get((day,), 0),
            )
        numbers = numbers_of([one.name], scope.book) or {}
        Counted.objects.filter(pk__in=[known.number for known in numbers.values()]).update(complete_at=None)


def _both(one: Kept, scope: Scope) -> tuple[Any, dict[tuple[date], int]]:
    said = kept(one.name, scope, ("day",))
    rows: QuerySet[Any] = registry_of(scope.book).measure(one.name).rows(scope).order_by()
    day = TruncDate(one.day, tzinfo=CITY_TZ) if one.by_moment else F(one.day)
    grouped = rows.values(its_day=day).annotate(how_many=Count("*")).values_list("its_day", "how_many")
    return said, {(day,): n for day, n in grouped}


__all__ = ["DAYS", "DIFFER", "LEDGER", "SAMPLE", "check", "is_full_day"]
