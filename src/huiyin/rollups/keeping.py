"""Keeping the counters: what a case added is taken back, and what it adds now is put in its place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.rollups.cubes import Counts, Vector
from huiyin.rollups.known import Known, known
from huiyin.rollups.models import Cell, Contribution, Counted, Mark
from huiyin.rollups.vectors import read, vectors_between, vectors_of, written

FOLLOWER = "rollups.mark"
"""The follower that marks cases."""

MOST_OWED = 1_600
"""More acts than these are not looked through for their cases."""

MARKS = 1_000
"""So many marks are worked off in one transaction."""

CASES = {"postgresql": 2_000, "sqlite": 200}
"""So many cases are counted in one transaction of a rebuild: the more, the fewer counters are written twice. On SQLite
everybody who writes waits meanwhile.
"""

ADD_POSTGRESQL = (
    "INSERT INTO rollups_cell (cube, measure, centre, first, a, b, n)"
    " SELECT * FROM unnest(%s::smallint[], %s::smallint[], %s::text[], %s::date[], %s::text[], %s::text[], %s::integer[])"
    " ON CONFLICT (cube, measure, centre, first, a, b) DO UPDATE SET n = rollups_cell.n + EXCLUDED.n"
)
ADD_SQLITE = (
    "INSERT INTO rollups_cell (cube, measure, centre, first, a, b, n) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (cube, measure, centre, first, a, b) DO UPDATE SET n = n + EXCLUDED.n"
)

POINTERS = ("parent", "raised_from", "split_from", "repeats")
"""By what a case points to another one, which counts otherwise for it."""

Tell = Callable[[int], None]


def mark(event_id: UUID, case_id: UUID) -> None:
    """Remember that something was done on a case. The same event twice is one mark."""
    insert([Mark(event_id=event_id, case_id=case_id)], once=True)


def work_off(seconds: float | None = None) -> int:
    """Count anew every case that has a mark, and return how many there were; within the seconds, if given."""
    began, done = monotonic(), 0
    while seconds is None or monotonic() - began < seconds:
        found = _work_off_some()
        done += found
        if not found:
            break
    return done


def _work_off_some() -> int:
    with writing():
        lock()
        marks = list(Mark.objects.order_by("event_id").values_list("event_id", "case_id")[:MARKS])
        if marks:
            cases = list(dict.fromkeys(case_id for _, case_id in marks))
            count_anew([*cases, *pointed_at(cases)], known())
            # A mark that came meanwhile is another row, and stays.
            Mark.objects.filter(event_id__in=[event_id for event_id, _ in marks]).delete()
    return len(cases) if marks else 0


def owed_cases() -> set[UUID] | None:
    """Return the cases of events that are not marked yet; None for too many."""
    owed = [
        *Owed.objects.values_list("event_id", flat=True)[: MOST_OWED + 1],
        *OwedAgain.objects.filter(follower=FOLLOWER).values_list("event_id", flat=True)[: MOST_OWED + 1],
    ]
    if len(owed) > MOST_OWED:
        return None
    if not owed:
        return set()
    events = Event.objects.filter(id__in=owed, case_id__isnull=False)
    return {pk for pk in events.values_list("case_id", flat=True) if pk}


def pointed_at(cases: Sequence[UUID]) -> list[UUID]:
    """Return the cases to which these point, or pointed: whether others joined a case, or came of it, changes how it counts."""
    found = {pk for others in _pointers(cases).values() for pk in others}
    before = Contribution.objects.filter(case_id__in=cases).exclude(points="").values_list("points", flat=True)
    found |= {UUID(one) for text in before for one in text.split()}
    return sorted(found - set(cases))


def _pointers(cases: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Return the cases to which each of these points."""
    points = Q()
    for name in POINTERS:
        points |= Q(**{f"{name}__isnull": False})
    rows = Case.objects.filter(points, pk__in=cases).values_list("pk", *POINTERS)
    return {pk: sorted({one for one in others if one}) for pk, *others in rows}


def count_anew(cases: Sequence[UUID], measures: Sequence[Known], now: dict[UUID, Vector] | None = None) -> int:
    """Replace what these cases have in the counters by what they have now; return how many of them had changed.

    Called with the lock. A case that is gone has nothing. `now` is given by who has asked for it already.
    """
    before = dict(Contribution.objects.filter(case_id__in=cases).values_list("case_id", "vector"))
    now = vectors_of(cases, measures) if now is None else now
    texts = {pk: written(vector) for pk, vector in now.items()}
    changed = [pk for pk in cases if texts.get(pk) != before.get(pk)]
    counts: Counts = {}
    for pk in changed:
        if pk in before:
            read(before[pk]).add_to(counts, -1)
        if pk in now:
            now[pk].add_to(counts, +1)
    add(counts)
    _remember({pk: texts.get(pk) for pk in cases})
    return len(changed)


def _remember(texts: dict[UUID, str | None]) -> None:
    if gone := [pk for pk, text in texts.items() if text is None]:
        Contribution.objects.filter(case_id__in=gone).delete()
    points = {pk: " ".join(one.hex for one in others) for pk, others in _pointers(list(texts)).items()}
    rows = [
        Contribution(case_id=pk, vector=text, points=points.get(pk, ""))
        for pk, text in texts.items()
        if text is not None
    ]
    if rows:
        insert(rows, changing=["vector", "points"])


def add(counts: Counts) -> int:
    """Add to the counters, and return to how many."""
    rows = sorted(
        (cube, measure, centre, first, a, b, n)
        for (cube, centre, first, a, b), counter in counts.items()
        for measure, n in counter.items()
        if n
    )
    with connection.cursor() as cursor:
        for some in _portions(rows):
            if connection.vendor == "postgresql":
                cursor.execute(ADD_POSTGRESQL, [list(column) for column in zip(*some, strict=True)])
            else:
                cursor.executemany(ADD_SQLITE, some)
    return len(rows)


def _portions(rows: Sequence[Any], size: int = 20_000) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


# -- from nothing ------------------------------------------------------------------------------------------------------


def rebuild(tell: Tell = lambda done: None) -> int:
    """Throw every counter away and count all cases anew; return how many. Until it is done, figures are counted live."""
    with writing():
        lock()
        for model in (Cell, Contribution, Counted):
            model.objects.all().delete()
    return complete(tell)


def complete(tell: Tell = lambda done: None) -> int:
    """Count all cases under every measure, and say that it is complete; acts of people meanwhile are counted as ever."""
    done, last = 0, UUID(int=0)
    while True:
        with writing():
            lock()
            measures = known()
            cases = cases_after(last)
            if not cases:
                _finish(measures)
                return done
            count_anew(cases, measures, vectors_between(cases[0], cases[-1], measures))
        done, last = done + len(cases), cases[-1]
        tell(done)


def cases_after(last: UUID) -> list[UUID]:
    """Return as many cases behind this one as are counted in one transaction, by id; none after the last."""
    rows = Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return list(rows[: CASES[connection.vendor]])


def _finish(measures: Iterable[Known]) -> None:
    """Mark the measures as complete, and drop those that no rulebook has any more."""
    numbers = [one.number for one in measures]
    Counted.objects.filter(pk__in=numbers, complete_at__isnull=True).update(complete_at=times.now())
    old = list(Counted.objects.exclude(pk__in=numbers).values_list("pk", flat=True))
    Cell.objects.filter(measure__in=old).delete()
    Counted.objects.filter(pk__in=old).delete()


def lock() -> None:
    """Let nobody else change counters until the end of this transaction, and tell readers that they change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rollups_keeping (id, version) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET version = rollups_keeping.version + 1"
        )
