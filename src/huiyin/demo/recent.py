"""The last weeks of a demo city until the present moment: matters in every state, some waiting for each post."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from huiyin.calendars.current import almanac
from huiyin.cases.states import CaseState
from huiyin.demo.cities import CitySketch
from huiyin.demo.fates import Fate, fates_of
from huiyin.demo.matters import heap_topics
from huiyin.demo.plan import FOLDER, Plan, read_plan
from huiyin.demo.playing import Played, Tell, nobody_looks, play_fates
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.rulebook.shelf import book_for

DAYS = 30
RESTING = (
    (CaseState.REGISTERED, 3), (CaseState.IN_REVIEW, 2), (CaseState.IN_APPROVAL, 3), (CaseState.APPROVED, 3),
    (CaseState.IN_AUDIT, 4), ("extension", 2), ("return", 2), ("suspension", 1),
)  # fmt: skip
"""How many of the latest matters rest in which state, or with a unit's application undecided: all find work."""

AT_ONCE = (CaseState.REGISTERED, CaseState.IN_REVIEW)
"""States that a matter reaches within the hour; for the others it came some working days ago."""

HAPPENS = {"extension": "extended", "return": "returned"}
HEAP = (6, 5, 5, 4, 4, 4, 3, 3, 2, 2, 1)
"""How many days ago each of those turned to the city who all bring one matter: it grew, and is not over by yesterday."""

WORKDAYS_AGO = {CaseState.IN_APPROVAL: 2, CaseState.APPROVED: 3, "return": 2}


def recent_plan(sketch: CitySketch, now: datetime) -> Plan:
    """Return the plan of the last weeks of a city."""
    today = local_day(now)
    plan = read_plan(FOLDER / "demo.toml")
    return plan.model_copy(update={"city": sketch.code, "since": today - timedelta(days=DAYS), "last": today})


def play_recent_days(sketch: CitySketch, *, now: datetime, seed: int = 1, tell: Tell = nobody_looks) -> Played:
    """Play the last weeks of the city until now and leave everything as it then stands."""
    plan = recent_plan(sketch, now)
    rng = Random(f"{sketch.code}:{seed}")
    fates = _resting(_until(now, fates_of(plan, almanac(), rng), rng), now, rng)
    fates = sorted([*fates, *heap_of(sketch, now)], key=lambda fate: fate.accept_at)
    lately = _workdays_before(now, 2)
    return play_fates(fates, plan, rng, seed=seed, tell=tell, stops_at=now, no_calls_after=lately)


def _until(now: datetime, fates: Sequence[Fate], rng: Random) -> list[Fate]:
    """Let nothing come later than an hour ago."""
    latest = now - timedelta(hours=1)
    moved = [replace(f, accept_at=min(f.accept_at, latest - timedelta(minutes=rng.uniform(0, 240)))) for f in fates]
    return sorted(moved, key=lambda fate: fate.accept_at)


def _resting(fates: list[Fate], now: datetime, rng: Random) -> list[Fate]:
    """Let some of those that would be closed in time come lately and rest in a state each."""
    states = [state for state, count in RESTING for _ in range(count)]
    able = [place for place, fate in enumerate(fates) if fate.end == "closed_on_time" and not fate.happens]
    for place, state in zip(reversed(able), states, strict=False):
        fates[place] = _rests(fates[place], state, now, rng)
    waiting = next((fate for fate in fates if fate.rests_in == "return"), None)
    if waiting and len(able) > len(states):
        fates[able[0]] = _joins(fates[able[0]], waiting, now)
    return sorted(fates, key=lambda fate: fate.accept_at)


def heap_of(sketch: CitySketch, now: datetime) -> list[Fate]:
    """Let many bring one matter within a week; the platform's own watch has something to see."""
    today = local_day(now)
    book = book_for(sketch.code, today)
    leaves = book.category_leaves(today)
    topic = next(leaf.code for word in (*heap_topics(), "") for leaf in leaves if word in leaf.name)
    one = Fate(now, "phone", "complaint", "ordinary", "closed_on_time", topic, book.territories[0].code, alone=True)
    return [replace(one, accept_at=_heard(today, ago, place), of_heap=place) for place, ago in enumerate(HEAP)]


def _heard(today: date, ago: int, place: int) -> datetime:
    """Return when one of the heap called so many days ago, each at another hour."""
    return datetime.combine(today - timedelta(days=ago), time(8 + place % 10, 5 * place), CITY_TZ)


def _joins(fate: Fate, other: Fate, now: datetime) -> Fate:
    """Let somebody call about a matter that a unit is busy with."""
    return replace(
        fate, accept_at=_workdays_before(now, 1), topic=other.topic, territory=other.territory, kind="complaint",
        channel="phone", urgency="ordinary", happens=frozenset({"merged"}),
    )  # fmt: skip


def _rests(fate: Fate, state: str, now: datetime, rng: Random) -> Fate:
    came = now - timedelta(minutes=rng.uniform(70, 300))
    if state not in AT_ONCE:
        came = _workdays_before(now, WORKDAYS_AGO.get(state, 5)) - timedelta(minutes=rng.uniform(0, 90))
    return replace(
        fate, accept_at=came, rests_in=state, rests_by=now - timedelta(minutes=20), urgency="ordinary",
        kind="complaint" if fate.kind == "consult" else fate.kind,
        end="suspended" if state == "suspension" else fate.end,
        happens=frozenset({HAPPENS[state]} if state in HAPPENS else ()),
    )  # fmt: skip


def _workdays_before(now: datetime, days: int) -> datetime:
    """Return half past nine so many working days ago."""
    day = almanac().add_workdays(local_day(now), -days)
    return datetime.combine(day, time(9, 30), CITY_TZ)
