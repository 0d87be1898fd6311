"""What is asked of the counters: the figures of a period, along up to two axes, or None where they cannot tell exactly.

`kept("accepted", scope, by=("month", "category"))` answers `{(date(2018, 6, 1), "A01"): 12, ...}`, without `by` `{(): 12}`.
`by` names `day`, `month` (by its first day), `unit`, `category`, `territory`, `kind`, `family`, `channel`. Values are as
they stand on the case: a category is the one it was given, at whatever level. `unit` is the path of the very unit that has
the row: of a case the one that leads it last, of a share or application its own; gathered to the levels above, they add
up. A scope narrowed to a unit means all that came to it or below it. What has no rows is left out.

An answer is as exact as the query of the measure: cases on which something was done since they were counted are counted
anew on the spot. Who may see a figure is for the one to decide who asks.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, QuerySet

from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.journal.models import Owed, OwedAgain
from huiyin.journal.prepared import Prepared
from huiyin.measures.scope import Scope
from huiyin.rollups.cubes import CATEGORY, KIND, TERRITORY, UNIT, Counts
from huiyin.rollups.keeping import FOLLOWER, owed_cases, pointed_at
from huiyin.rollups.known import numbers_of
from huiyin.rollups.models import Contribution, Keeping, Mark
from huiyin.rollups.paths import is_place
from huiyin.rollups.reading import ALONG, Figures, Question
from huiyin.rollups.vectors import read, vectors_of

Only = Mapping[str, frozenset[str]]
EVERYTHING: Only = {}

NAMED_ALIKE = frozenset({UNIT, CATEGORY, TERRITORY, KIND})
"""Axes on which a cell is called as a figure asked along them is."""

PENDING = 400
"""More cases than these are not counted on the spot: the live query is as quick then."""

TRIES = 3


def kept(name: str, scope: Scope, by: Sequence[str] = (), only: Only = EVERYTHING) -> Figures | None:
    """Return the figures of one measure, or None where only its own query can tell."""
    found = kept_all([name], scope, by, only)
    return None if found is None else found[name]


def kept_all(
    names: Sequence[str], scope: Scope, by: Sequence[str] = (), only: Only = EVERYTHING
) -> dict[str, Figures] | None:
    """Return the figures of several measures at once, in as many statements as for one; None where one is not kept.

    `only` names the values along some axes of `by` that are wanted: of 62,500 cells nobody reads more than a few.
    """
    question = _question(names, scope, tuple(by), only)
    if question is None:
        return None
    for _ in range(TRIES):
        version, waits = _state()
        pending = _pending() if waits else []
        if pending is None:
            return None
        answer = question.answer(_changes(question, pending))
        # Somebody who changed the counters between two of our statements has made them a mixture.
        if answer is None or _state()[0] == version:
            return answer
    return None


def _question(names: Sequence[str], scope: Scope, by: tuple[str, ...], only: Only) -> Question | None:
    if unknown := set(by) - ALONG:
        raise ValueError(f"no figure is asked along {sorted(unknown)}")
    if scope.book is None or scope.tag or scope.at or scope.hour or not is_place(scope.unit_path):
        return None
    measures = numbers_of(names, scope.book)
    if measures is None or (any(one.kept.waits for one in measures.values()) and not _is_over(scope)):
        return None
    if UNIT in by and not all(one.kept.knows_unit for one in measures.values()):
        return None
    question = Question(scope, by, measures, {axis: some for axis, some in only.items() if axis in NAMED_ALIKE})
    return question if question.cubes else None


def _is_over(scope: Scope) -> bool:
    """Whether every day of the period is over: what falls due today is counted when it is due, and nobody acts then."""
    return scope.until is not None and scope.until <= local_day(times.now())


def _state() -> tuple[int, bool]:
    """Return the version of the counters, and whether anything was done that they do not know, in one statement."""
    return next(((version, any(some)) for version, *some in _STATE()), (0, True))


def _stands() -> QuerySet[Keeping, tuple[int, bool, bool, bool]]:
    waiting = (Owed.objects.all(), OwedAgain.objects.filter(follower=FOLLOWER), Mark.objects.all())
    return Keeping.objects.filter(pk=1).values_list("version", *(Exists(rows) for rows in waiting))


_STATE: Prepared[tuple[int, bool, bool, bool]] = Prepared(_stands)


def _pending() -> list[UUID] | None:
    """Return the cases on which something was done since they were counted, and those that they point to; None for too many."""
    # What is owed becomes a mark: read in the other order, one could be missed between the two.
    owed = owed_cases()
    if owed is None:
        return None
    cases = {*owed, *Mark.objects.values_list("case_id", flat=True).distinct()[: PENDING + 1]}
    if len(cases) > PENDING:
        return None
    return sorted({*cases, *pointed_at(sorted(cases))}) if cases else []


def _changes(question: Question, pending: Sequence[UUID]) -> Counts:
    """Return what the counters lack: what these cases add now, less what they have added."""
    counts: Counts = {}
    if not pending:
        return counts
    cubes = {*question.cubes, *question.cubes_of_days}
    for text in Contribution.objects.filter(case_id__in=pending).values_list("vector", flat=True):
        read(text).add_to(counts, -1, cubes)
    for vector in vectors_of(pending, list(question.measures.values())).values():
        vector.add_to(counts, +1, cubes)
    numbers = frozenset(question.numbers)
    changed = {
        key: Counter({m: n for m, n in counter.items() if n and m in numbers}) for key, counter in counts.items()
    }
    return {key: counter for key, counter in changed.items() if counter}
