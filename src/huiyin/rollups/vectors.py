"""What cases add to the counters, asked of the measures' own queries, restricted to these cases: nothing is defined twice."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.models import Application, Assignment, Case
from huiyin.flow.times import local_day
from huiyin.journal.models import Event
from huiyin.journal.prepared import Prepared
from huiyin.rollups.cubes import Features, Hits, Vector
from huiyin.rollups.eligible import Kept
from huiyin.rollups.known import Known
from huiyin.rollups.paths import CITY, counts_for_case, entered, places

SIZES = (4, 40, 200)
"""So many cases stand in one question; they are filled up with the last one, so that there are three statements and no more."""

BETWEEN = 2
"""So many ids stand in a question about all cases between two."""

SHARES = ("case_id", "unit_path", "above__unit_path", "role", "state")
FEATURES = ("pk", "lead_path", "centre_id", "category", "territory", "kind", "family", "channel")
MORE: Mapping[Any, tuple[str, ...]] = {
    Assignment: ("unit_path", "above__unit_path"),
    Application: ("assignment__unit_path",),
}
"""What else of a row says where in the tree it counts; all other rows count where their case does."""

Where = tuple[tuple[str, ...], str]
"""The places in which a row lies, and the unit that has it."""


def vectors_of(cases: Sequence[UUID], measures: Sequence[Known]) -> dict[UUID, Vector]:
    """Return what each of these cases adds to these measures."""
    found: dict[UUID, Vector] = {}
    for start in range(0, len(cases), SIZES[-1]):
        some = cases[start : start + SIZES[-1]]
        size = next(size for size in SIZES if len(some) <= size)
        found |= _vectors((*some, *[some[-1]] * (size - len(some))), measures)
    return found


def vectors_between(first: UUID, last: UUID, measures: Sequence[Known]) -> dict[UUID, Vector]:
    """Return what each case from this id to that one adds to these measures: many neighbours cost as many questions as few."""
    return _vectors((first, last), measures)


def _vectors(ids: Sequence[UUID], measures: Sequence[Known]) -> dict[UUID, Vector]:
    """Ask of these cases; of two of all between them, for a few cases always stand in a question of more."""
    features = {pk: (lead, centre, rest) for pk, lead, centre, *rest in _features(len(ids))(*ids)}
    of_case = {pk: (where, features[pk][0]) for pk, where in _places_of_cases(features, ids).items()}
    hits: dict[UUID, Hits] = defaultdict(lambda: defaultdict(list))
    for one in measures:
        for case_id, day, where in _rows(one.kept, ids):
            # Between two statements a case may have come in; its own mark will bring it here.
            if case_id not in features:
                continue
            hits[case_id][day, *(where or of_case[case_id])].append(one.number)
    return {
        pk: Vector(Features(centre.hex if centre else "", *rest), {key: sorted(some) for key, some in hits[pk].items()})
        for pk, (_, centre, rest) in features.items()
    }


def _rows(kept: Kept, ids: Sequence[UUID]) -> Iterator[tuple[UUID, date, Where | None]]:
    """Give the case of each row, its day, and where it counts if it says so itself."""
    model = kept.rows.model
    for case_id, day, *more in _question(kept, len(ids))(*ids):
        where: Where | None = None
        if model is Assignment:
            where = entered(more[0], more[1]), more[0]
        elif model is Application:
            where = tuple(places(more[0])), more[0]
        yield case_id, local_day(day) if kept.by_moment else day, where


@lru_cache(maxsize=4096)
def _question(kept: Kept, size: int) -> Prepared[Any]:
    model = kept.rows.model
    columns = ("pk" if model is Case else "case_id", kept.day, *MORE.get(model, ()))
    return Prepared(lambda *ids: restricted(kept.rows, ids).values_list(*columns))


def restricted(rows: QuerySet[Any], ids: Sequence[UUID]) -> QuerySet[Any]:
    """Return those of the rows that are these cases, or belong to them; with two ids to any from the one to the other."""
    name = "pk" if rows.model is Case else "case_id"
    # The journal is found by chain; that of a case has its id.
    name = "chain_id" if rows.model is Event else name
    if len(ids) == BETWEEN:
        return rows.filter(**{f"{name}__gte": ids[0], f"{name}__lte": ids[1]})
    return rows.filter(**{f"{name}__in": list(ids)})


@lru_cache(maxsize=len(SIZES) + 1)
def _features(size: int) -> Prepared[Any]:
    return Prepared(lambda *ids: restricted(Case.objects.order_by(), ids).values_list(*FEATURES))


@lru_cache(maxsize=len(SIZES) + 1)
def _shares(size: int) -> Prepared[Any]:
    return Prepared(lambda *ids: restricted(Assignment.objects.order_by(), ids).values_list(*SHARES))


def _places_of_cases(cases: Iterable[UUID], ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, set[str]] = {pk: {CITY} for pk in cases}
    for case_id, path, above, role, state in _shares(len(ids))(*ids):
        if case_id in found and counts_for_case(role, state):
            found[case_id].update(entered(path, above))
    return {pk: tuple(sorted(where)) for pk, where in found.items()}


# -- how a vector is kept ----------------------------------------------------------------------------------------------


def written(vector: Vector) -> str:
    """Return the vector as a short text, the same for equal ones."""
    one = vector.features
    hits = sorted([day.toordinal(), list(where), unit, some] for (day, where, unit), some in vector.hits.items())
    features = [one.centre, one.category, one.territory, one.kind, one.family, one.channel]
    return json.dumps([features, hits], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Vector:
    """Return the vector that was written so."""
    features, hits = json.loads(text)
    return Vector(
        Features(*features), {(date.fromordinal(day), tuple(where), unit): some for day, where, unit, some in hits}
    )
