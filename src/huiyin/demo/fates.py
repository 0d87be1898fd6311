"""What shall become of each matter of a plan: decided once, before the first is heard, so that the counts are exact."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from huiyin.calendars.arithmetic import Almanac
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.plan import WITHOUT_UNIT, FamilyPlan, Plan
from huiyin.demo.sharing import apportioned, rounded
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for

HOURS = ((8, 9), (9, 16), (10, 17), (11, 12), (12, 5), (13, 4), (14, 8), (15, 13), (16, 11), (17, 7), (18, 4), (19, 3))
"""At which hours of the day people turn to the city: (hour, weight)."""

ONCE = ("merged", "extended", "returned", "rejected", "signed_late", "handed_down", "joint", "sent_back", "hurried",
        "urged", "tagged", "important", "without_result", "feigned")  # fmt: skip
ONE_DAY = timedelta(days=1)

CALM = timedelta(days=60)
"""So long before the end comes what must be closed and called about within the time."""

ONLY_IN_TIME = frozenset({"merged", "extended"})
"""Happenings that would blur an end that is not "closed on time"."""

NOT_ALONE = frozenset({"merged", "feigned"})
"""Happenings that would blur the figures of a family that is planned apart."""

NOT_SORTED_OUT = (CaseState.COLLECTED, CaseState.REGISTERED, CaseState.IN_REVIEW)

NOT_LEFT = frozenset({"rejected", "without_result", "handed_down", "joint", "feigned"})
"""Happenings that need a reply, so they do not befall what is left open, suspended or withdrawn."""


@dataclass(frozen=True)
class Fate:
    """One matter: when it comes, by which channel, of what kind, and how it ends. `happens` are things on the way.

    A matter that `rests_in` a state reaches it by a moment and is left there: a demo shows every state at once. One that
    stands `alone` is of a family that is planned apart: nothing joins it, and it joins nothing. One `of_heap` is the
    so-manieth letter about one matter that many bring within days.
    """

    accept_at: datetime
    channel: str
    kind: str
    urgency: str
    end: str
    topic: str = ""
    territory: str = ""
    happens: frozenset[str] = frozenset()
    rests_in: str = ""
    rests_by: datetime | None = None
    alone: bool = False
    of_heap: int | None = None

    def has(self, happening: str) -> bool:
        """Whether this happens on the way."""
        return happening in self.happens


def fates_of(plan: Plan, almanac: Almanac, rng: Random) -> list[Fate]:
    """Return the fates of a plan in the order in which they come. The same plan and seed give the same fates."""
    ends = _shuffled(_common(plan.ends, plan), rng)
    topics, territories = iter(_shuffled(plan.topics, rng)), iter(_shuffled(plan.territories, rng))
    days = _Days(plan, almanac, rng)
    fates = []
    book = book_for(plan.city, plan.since)
    for end, channel, family in _heard(plan, ends, rng):
        moment = days.calm_moment() if family else days.moment(end)
        kind = _weighted(family.kinds, rng) if family and family.kinds else _kind(plan, end, rng)
        one = Fate(
            moment, channel, kind, "ordinary" if family else _weighted(plan.urgencies, rng), end, alone=bool(family)
        )
        if end not in WITHOUT_UNIT:
            one = replace(one, topic=next(topics, ""), territory=next(territories, ""))
        fates.append(_placed(one, book, rng))
    fates = _with_happenings(fates, plan, rng) + _besides(plan, days, rng)
    fates.sort(key=lambda fate: fate.accept_at)
    return fates if plan.topics else _on_one_matter(fates)


def _common(counts: Mapping[Any, int], plan: Plan) -> dict[Any, int]:
    """Return how many of each end, or by each channel, are not those of a family that is planned apart."""
    apart: Counter[Any] = Counter()
    for name, family in plan.families.items():
        apart += Counter(family.ends) + Counter(plan.of_family(name))
    return {key: count - apart[key] for key, count in counts.items()}


def _heard(plan: Plan, ends: Sequence[str], rng: Random) -> Iterator[tuple[str, str, FamilyPlan | None]]:
    """Give end and channel of every matter, with its family where that is planned apart."""
    for end, channel in zip(ends, _channels(plan, ends, rng), strict=True):
        yield end, channel, None
    for name, family in plan.families.items():
        channels = _shuffled(plan.of_family(name), rng)
        for end, channel in zip(_shuffled(family.ends, rng), channels, strict=True):
            yield end, channel, family


def _on_one_matter(fates: list[Fate]) -> list[Fate]:
    """Let what is to join another case be about the same topic as something that came a day or two before."""
    together = list(fates)
    for place, fate in enumerate(fates):
        if fate.has("merged"):
            near = (f for f in reversed(fates[:place]) if ONE_DAY < fate.accept_at - f.accept_at < 3 * ONE_DAY)
            other = next((f for f in near if _can_be_joined(f)), fate)
            together[place] = replace(fate, topic=other.topic, territory=other.territory, kind="complaint")
    return together


def _can_be_joined(fate: Fate) -> bool:
    return (
        not fate.alone
        and fate.end == "closed_on_time"
        and not fate.happens & {"merged", "extended"}
        and fate.kind != "report"
    )


def fates_for(cases: Sequence[Case], plan: Plan, rng: Random) -> list[Fate]:
    """Return fates for cases that are there already, in the proportions of a plan, in their order.

    What a unit has already can only end as units end matters.
    """
    fresh = [case.state in NOT_SORTED_OUT for case in cases]
    everything: dict[str, int] = {**dict(plan.ends.items()), **dict(plan.besides.items())}
    by_units = {end: count for end, count in plan.ends.items() if end not in WITHOUT_UNIT}
    for_fresh = iter(_shuffled(apportioned(everything, sum(fresh)), rng))
    for_others = iter(_shuffled(apportioned(by_units, len(cases) - sum(fresh)), rng))
    ends = [next(for_fresh if is_fresh else for_others) for is_fresh in fresh]
    fates = [_of_case(case, end, plan, rng) for case, end in zip(cases, ends, strict=True)]
    return _with_happenings(fates, plan, rng)


def _of_case(case: Case, end: str, plan: Plan, rng: Random) -> Fate:
    moment = (case.last_at or case.received_at) + timedelta(minutes=rng.uniform(20, 600))
    book = book_named(case.book)
    kind = case.kind or ("consult" if end == "direct_answers" else _weighted(plan.kinds, rng))
    fate = Fate(moment, case.channel, kind, case.urgency, end, case.category, case.territory)
    return fate if case.category and case.territory else _placed(fate, book, rng)


def _besides(plan: Plan, days: "_Days", rng: Random) -> list[Fate]:
    book = book_for(plan.city, plan.since)
    first = next(iter(plan.accepted), "phone")
    online = next((code for code in plan.accepted if book.channel(code).online), first)
    fates = []
    for end in _shuffled(plan.besides, rng):
        channel = online if end == "not_screened" else first
        fates.append(_placed(Fate(days.moment(end), channel, _weighted(plan.kinds, rng), "ordinary", end), book, rng))
    return fates


def _shuffled(counts: Mapping[Any, int], rng: Random) -> list[str]:
    all_of_them = [name for name, count in counts.items() for _ in range(count)]
    rng.shuffle(all_of_them)
    return all_of_them


def _channels(plan: Plan, ends: Sequence[str], rng: Random) -> list[str]:
    """Give each end a channel: what the centre answers itself was heard by phone, the rest as it comes."""
    first = next(iter(plan.accepted), "phone")
    at_once = sum(end in WITHOUT_UNIT for end in ends)
    left = _common(plan.accepted, plan)
    if left.get(first, 0) < at_once:
        raise ValueError(f"{first}只有{left.get(first, 0)}件，不够直接答复、办理和转出的{at_once}件")
    left[first] -= at_once
    others = iter(_shuffled(left, rng))
    return [first if end in WITHOUT_UNIT else next(others) for end in ends]


def _kind(plan: Plan, end: str, rng: Random) -> str:
    if end == "direct_answers":
        return "consult"
    return "help" if end == "direct_handled" else _weighted(plan.kinds, rng)


def _weighted(weights: Mapping[str, float], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _placed(fate: Fate, book: Rulebook, rng: Random) -> Fate:
    """Choose the finest topic below the one that the plan names, and a territory where it names none."""
    day = local_day(fate.accept_at)
    leaves = [leaf.code for leaf in book_for(book.city_code, day).category_leaves(day)]
    if fate.topic:
        below = book.below(fate.topic)
        leaves = [code for code in leaves if code in below]
    territory = fate.territory or rng.choice(book.territories).code
    return replace(fate, topic=rng.choice(leaves), territory=territory)


def _with_happenings(fates: list[Fate], plan: Plan, rng: Random) -> list[Fate]:
    happens: list[set[str]] = [set() for _ in fates]
    handled = sum(fate.end not in WITHOUT_UNIT for fate in fates)
    for name in ONCE:
        count = rounded(getattr(plan.happenings, name) * handled)
        # What joins another case is not handled on its own, so nothing else befalls it.
        free = [place for place in range(len(fates)) if "merged" not in happens[place]]
        fit = [place for place in free if _can_happen(name, fates[place])]
        for place in rng.sample(fit, min(count, len(fit))):
            happens[place].add(name)
    return [replace(fate, happens=frozenset(these)) for fate, these in zip(fates, happens, strict=True)]


def _can_happen(name: str, fate: Fate) -> bool:
    if fate.end in WITHOUT_UNIT:
        return False
    if fate.alone and name in NOT_ALONE:
        return False
    if name in ONLY_IN_TIME:
        return fate.end == "closed_on_time"
    return name not in NOT_LEFT or fate.end in {"closed_on_time", "closed_late"}


class _Days:
    """Draws moments of a plan's time: more on working days, hardly any at night."""

    def __init__(self, plan: Plan, almanac: Almanac, rng: Random) -> None:
        self.plan, self.almanac, self.rng = plan, almanac, rng
        self.any_day = self._weighted(plan.last)
        self.early = self._weighted(plan.dispatched_until or plan.last)
        self.latest = datetime.combine(plan.last, time(17), CITY_TZ) - CALM

    def moment(self, end: str) -> datetime:
        """Return when a matter with this end comes; what units handle may have to come early enough to be closed."""
        days, sums = self.any_day if end in WITHOUT_UNIT else self.early
        day = self.rng.choices(days, cum_weights=sums)[0]
        hour = self.rng.choices([h for h, _ in HOURS], [w for _, w in HOURS])[0]
        return datetime.combine(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)), CITY_TZ)

    def calm_moment(self) -> datetime:
        """Return when a matter comes that is answered, and asked about, before the year ends."""
        return min(self.moment("closed_on_time"), self.latest - timedelta(seconds=self.rng.randrange(20 * 86400)))

    def _weighted(self, last: date) -> tuple[list[date], list[float]]:
        since = self.plan.since
        days = [since + timedelta(days=n) for n in range((last - since).days + 1)]
        weights = (1.0 if self.almanac.is_workday(day) else self.plan.weekend for day in days)
        return days, list(accumulate(weights))
