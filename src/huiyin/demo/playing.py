"""Two ways to play: a whole plan from its first matter on, or the cases that are there already until they are done."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.cases.models import Case
from huiyin.cases.states import OPEN_CASE
from huiyin.demo.cast import Cast
from huiyin.demo.cities import sketch_of
from huiyin.demo.disk import unhurried_disk
from huiyin.demo.fates import Fate, fates_for, fates_of
from huiyin.demo.hours import Hours
from huiyin.demo.matter import City
from huiyin.demo.plan import Plan
from huiyin.demo.simulation import Simulation
from huiyin.demo.units import Directory
from huiyin.flow.ids import drawn_from
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.journal.models import Event
from huiyin.rulebook.shelf import book_for

Tell = Callable[[], None]


def nobody_looks() -> None:
    """Stand in for a progress bar that nobody looks at."""


@dataclass(frozen=True)
class Played:
    """What was played: how many matters, by how many moves, of which nobody took care, and which are only said to be done."""

    matters: int
    moves: int
    skipped: tuple[str, ...]
    feigned: frozenset[UUID] = frozenset()


def play_plan(plan: Plan, *, seed: int = 1, tell: Tell = nobody_looks, stops_at: datetime | None = None) -> Played:
    """Play a plan: every matter of it comes, and ends as the plan says."""
    rng = Random(f"{plan.city}:{plan.since}:{seed}")
    fates = fates_of(plan, almanac(), rng)
    no_redo_after = plan.last - timedelta(days=21) if plan.dispatched_until else None
    return play_fates(fates, plan, rng, seed=seed, tell=tell, stops_at=stops_at, no_redo_after=no_redo_after)


def play_fates(
    fates: Sequence[Fate], plan: Plan, rng: Random, *, seed: int, tell: Tell, **ending: Any
) -> Played:  # fmt: skip
    """Play matters whose fates are known, in the city of a plan. `ending` says when the simulation ends what."""
    since = datetime.combine(plan.since, datetime.min.time(), CITY_TZ)
    with _repeatable(seed, since):
        city = _city(plan.city, since)
        game = Simulation(city, rng, plan.calls, tell, grades=_grades(plan, seed), **ending)
        for fate in fates:
            game.add(fate, since)
        game.run()
    feigned = frozenset(pk for pk, matter in city.matters.items() if matter.fate.has("feigned"))
    return Played(len(fates), city.moves, tuple(game.skipped), feigned)


def _grades(plan: Plan, seed: int) -> dict[str, list[str]]:
    """Return by family, where a plan tells it, what its people answer one after the other."""
    rng = Random(f"grades:{plan.city}:{seed}")
    told: dict[str, list[str]] = {}
    for name, family in plan.families.items():
        if family.grades:
            answers = [grade for grade, count in family.grades.items() for _ in range(count)]
            rng.shuffle(answers)
            told[name.value] = answers
    return told


def play_open_cases(
    city_code: str, plan: Plan, *, seed: int = 1, tell: Tell = nobody_looks, stops_at: datetime | None = None
) -> Played:
    """Work on every open case, imported ones too, in the proportions of a plan, until each is done or left."""
    rows = list(Case.objects.filter(state__in=sorted(OPEN_CASE), suspended=False).order_by("received_at", "number"))
    if not rows:
        return Played(0, 0, ())
    since = min(_moment_of(case) for case in rows)
    rng = Random(f"{city_code}:{seed}")
    with _repeatable(seed, since):
        city = _city(city_code, since)
        game = Simulation(city, rng, plan.calls, tell, stops_at=stops_at)
        for case, fate in zip(rows, fates_for(rows, plan, rng), strict=True):
            game.add(fate, _moment_of(case), case.pk)
        game.run()
    return Played(len(rows), city.moves, tuple(game.skipped))


@contextmanager
def _repeatable(seed: int, since: datetime) -> Iterator[None]:
    # On top of what is there already, so that a second run with the same seed draws other ids.
    with drawn_from(Random(f"ids:{seed}:{Event.objects.count()}"), since), unhurried_disk():
        yield


def _city(code: str, at: datetime) -> City:
    cast = Cast(at)
    sketch = sketch_of(code)
    book = book_for(code, local_day(at))
    return City(sketch, cast, Hours(almanac(), book.office), Directory(sketch, cast))


def _moment_of(case: Case) -> datetime:
    """Return the moment of the last act on a case."""
    return case.last_at or case.accepted_at or case.received_at
