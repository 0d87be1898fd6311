"""Finding cases for somebody: by number, by the petitioner's phone or name, by words, place and unit. Nothing writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Assignment, Case, Petitioner
from huiyin.cases.queries import SEES_ALL, visible_to
from huiyin.cases.sight import hides_petitioner, sight_of
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.search.asked import Asked
from huiyin.search.index import newest
from huiyin.search.keepers import at_unit, rights_of
from huiyin.search.matching import Wanted
from huiyin.search.who import may_find_people
from huiyin.search.words import fold
from huiyin.units.models import UnitName

MOST = 50
"""So many are found; one more is looked for, to know whether there are more."""

MOST_PEOPLE = 20
MOST_NAMESAKES = 200
"""So many petitioners with this phone or name are looked at, the latest ones."""

MOST_UNITS = 30
"""A name that more units share finds no unit: it says too little."""


SHOWN = (
    "centre",
    "number", "title", "text", "place", "object", "state", "outcome", "received_at", "book", "kind", "confidential",
    "anonymous", "accused_path", "petitioner__name", "petitioner__phone", "petitioner__address", "lead_unit__short_name",
)  # fmt: skip
"""What is read of a case: it has some eighty columns."""


@dataclass
class Found:
    """What was found, the newest first in each group; nothing stands in two of them.

    `words` may be the first ones only of the `many` that were found by their words.
    """

    numbers: list[Case] = field(default_factory=list)
    people: list[Case] = field(default_factory=list)
    words: list[Case] = field(default_factory=list)
    many: int = 0
    more: bool = False
    crowded: list[str] = field(default_factory=list)

    @property
    def cases(self) -> list[Case]:
        """All of them that were read."""
        return [*self.numbers, *self.people, *self.words]

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self.numbers) + len(self.people) + self.many


def find(actor: Actor, asked: Asked, most: int = MOST) -> Found:
    """Find what the actor may see, and read `most` of what is found by its words.

    The number of statements does not depend on how much is found.
    """
    found = Found()
    if asked.is_nothing:
        return found
    found.numbers = _by_number(actor, asked)
    known = {case.pk for case in found.numbers}
    found.people = [case for case in _by_person(actor, asked) if case.pk not in known]
    known |= {case.pk for case in found.people}
    wanted, found.crowded = _wanted(actor, asked)
    ids = _still_visible(actor, newest(wanted, rights_of(actor), MOST + 1))
    found.more = len(ids) > MOST
    ids = [pk for pk in ids[:MOST] if pk not in known]
    found.many, found.words = len(ids), _read(actor, ids[:most])
    return found


def shares_of(cases: Sequence[Case]) -> dict[UUID, list[Assignment]]:
    """Return the units' shares of each case; one statement."""
    shares: dict[UUID, list[Assignment]] = {case.pk: [] for case in cases}
    for share in Assignment.objects.filter(case__in=list(shares)):
        shares[share.case_id].append(share)
    return shares


def _visible(actor: Actor) -> QuerySet[Case]:
    return visible_to(actor).select_related("petitioner", "lead_unit").only(*SHOWN)


def _by_number(actor: Actor, asked: Asked) -> list[Case]:
    return list(_visible(actor).filter(number__in={asked.number, asked.number.upper()})) if asked.number else []


def _by_person(actor: Actor, asked: Asked) -> list[Case]:
    """Return the cases of a petitioner, known by phone or name, to whom the actor may open the identity.

    Where the petitioner wants to stay unknown nobody finds the case so, for finding is knowing who it is.
    """
    known_by = asked.person_hash if may_find_people(actor) else None
    if known_by is None:
        return []
    # Two statements: in one, PostgreSQL may take a name for a common one and read all cases, from the newest on, for it.
    people = Petitioner.objects.filter(**dict([known_by])).order_by("-at").values_list("pk", flat=True)
    rows = _visible(actor).filter(petitioner__in=list(people[:MOST_NAMESAKES]))
    rows = rows.filter(anonymous=False, confidential=False, accused_path="")
    if not actor.holds(*SEES_ALL):
        handled_in = {seat.unit_id for seat in actor.seats if seat.post == Post.UNIT_HANDLER}
        working = Assignment.objects.filter(case_id=OuterRef("pk"), state__in=sorted(OPEN_ASSIGNMENT))
        rows = rows.filter(Exists(working.filter(unit__in=handled_in)) | Q(centre__in=actor.own_centres))
    cases = list(rows.order_by("-received_at", "-id")[:MOST_PEOPLE])
    shares = shares_of(cases)
    return [c for c in cases if not hides_petitioner(c) and sight_of(actor, c, shares[c.pk]).may_reveal]


def _wanted(actor: Actor, asked: Asked) -> tuple[list[Wanted], list[str]]:
    """Return each term with the units that are called so, and the terms of which too many units are; one statement."""
    called, wanted, crowded = _units_called(actor, asked.terms), [], []
    for term in asked.terms:
        units = sorted({at_unit(unit_id) for unit_id, name in called if term in name})
        if len(units) > MOST_UNITS:
            crowded.append(term)
        wanted.append(Wanted(term, units if len(units) <= MOST_UNITS else ()))
    return wanted, crowded


def _units_called(actor: Actor, terms: Sequence[str]) -> list[tuple[UUID, str]]:
    """Return units, now or once called so, with their folded names; a unit knows but itself and what is below it."""
    spelled = [term for term in terms if len(term) > 1]
    if not spelled:
        return []
    called = [Q(name__icontains=term) | Q(short_name__icontains=term) for term in spelled]
    rows = UnitName.objects.filter(reduce(or_, called))
    if not actor.holds(*SEES_ALL):
        own = [Q(unit__path__startswith=path) for path in sorted(actor.unit_paths)]
        rows = rows.filter(reduce(or_, own, Q(unit__in=actor.unit_ids)))
    names = rows.values_list("unit_id", "name", "short_name")
    return [(unit_id, f"{fold(name)}\n{fold(short_name)}") for unit_id, name, short_name in names]


def _still_visible(actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    """Return the ids that the actor may see. The index may be a moment old: it is here that this is decided."""
    seen = set(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]


def _read(actor: Actor, ids: Sequence[UUID]) -> list[Case]:
    rows = {case.pk: case for case in _visible(actor).filter(pk__in=ids)}
    return [rows[pk] for pk in ids if pk in rows]
