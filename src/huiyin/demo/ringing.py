"""The telephone of a simulated city: a call for every matter that came by telephone, and all the others, day by day.

Who found nobody is rung back by the shift lead, on the same day or the next morning.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from huiyin.calendars.current import almanac
from huiyin.calls.act import keep_calls, move_ring_back
from huiyin.calls.heard import Heard
from huiyin.calls.models import Call
from huiyin.calls.queries import to_ring_back
from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.demo.cast import Cast
from huiyin.demo.cities import CitySketch
from huiyin.demo.disk import unhurried_disk
from huiyin.flow.actor import PLATFORM
from huiyin.flow.posts import Post
from huiyin.flow.times import CITY_TZ, ONE_DAY, local_day
from huiyin.people.models import User
from huiyin.rulebook.calls import CallOutcome
from huiyin.rulebook.shelf import book_for

AT_A_TIME = 2000
AN_HOUR = timedelta(hours=1)
LATELY = {"answered": 0, "menu": 160, "missed": 12, "abandoned": 16}
"""Beside the calls about matters, so many came to a demo city in its last days."""

DAYS = 6
WEIGHTS = (1, 1, 1, 1, 1, 2, 4, 12, 40, 48, 44, 26, 14, 30, 44, 42, 34, 22, 12, 8, 6, 4, 2, 1)
"""How many ring in each hour of the day, beside each other."""

REACHED = 0.85
"""Of a hundred who are rung back, so many answer at the first try."""


def ring_lately(sketch: CitySketch, *, now: datetime) -> int:
    """Let the telephone of a demo city ring for some days until now, once; return how many calls there are."""
    if Call.objects.exists():
        return 0
    today, rng = local_day(now), Random(f"lately:{sketch.code}")
    exchange = Exchange(sketch, today - timedelta(days=DAYS), today, rng, now)
    exchange.ring(LATELY)
    keep_calls([exchange.just_missed(n) for n in range(3)], actor=PLATFORM, at=now)
    return Call.objects.count()


@dataclass
class Exchange:
    """The telephone of one city over some days. With `now` nothing comes later, and today nobody has been rung back yet."""

    sketch: CitySketch
    since: date
    last: date
    rng: Random
    now: datetime | None = None

    def ring(self, counts: Mapping[str, int]) -> int:
        """Let so many calls come, by how they end, and ring back who found nobody; return how many came.

        Matters that came by telephone are among the answered; where there are more of them, there are so many more.
        """
        with unhurried_disk():
            came = 0
            for day, calls in sorted(self._by_day(counts).items()):
                came += self._one_day(day, sorted(calls, key=lambda one: (one.began_at, one.number)))
        return came

    def _by_day(self, counts: Mapping[str, int]) -> dict[date, list[Heard]]:
        found: dict[date, list[Heard]] = defaultdict(list)
        agents = self._agents()
        for call in self._about_matters(agents):
            found[local_day(call.began_at)].append(call)
        matters = sum(len(calls) for calls in found.values())
        days, weights = self._days()
        for name, count in counts.items():
            others = max(0, count - matters) if name == CallOutcome.ANSWERED else count
            for n, day in enumerate(self.rng.choices(days, weights, k=others)):
                found[day].append(self._other(name, f"{name[:2]}{n:06}", day, agents))
        return found

    def _one_day(self, day: date, calls: Sequence[Heard]) -> int:
        evening = datetime.combine(day, time(23, 59, 59), CITY_TZ)
        if self.now and evening > self.now:
            keep_calls([one for one in calls if one.began_at < self.now], actor=PLATFORM, at=self.now)
            return len(calls)
        for start in range(0, len(calls), AT_A_TIME):
            keep_calls(calls[start : start + AT_A_TIME], actor=PLATFORM, at=evening)
        self._ring_back(evening)
        return len(calls)

    def _ring_back(self, evening: datetime) -> None:
        for pk in to_ring_back().order_by("due_at", "first_at").values_list("pk", flat=True):
            reached = self.rng.random() < REACHED
            words = "已回电，来电人的问题已答复。" if reached else ""
            lead = self._cast.one(Post.SHIFT_LEAD, self.rng)
            move_ring_back(pk, "reach" if reached else "not_reach", {"words": words}, actor=lead, at=evening)

    @cached_property
    def _cast(self) -> Cast:
        return Cast(self._start(self.since))

    def _about_matters(self, agents: Sequence[str]) -> Iterator[Heard]:
        rows = Case.objects.filter(channel="phone", received_at__gte=self._start(self.since), centre__isnull=True)
        rows = (
            rows.filter(received_at__lt=self._start(self.last + ONE_DAY))
            .select_related("petitioner")
            .order_by("number")
        )
        for case in rows.iterator(chunk_size=500):
            phone = contact_of(case.petitioner).phone if case.petitioner else ""
            waits, talks = self._waits(), timedelta(seconds=self.rng.randint(60, 420))
            # Nobody's call began on the day before the matter was registered.
            began = max(case.received_at - waits - talks, self._start(local_day(case.received_at)))
            answered = min(began + waits, case.received_at)
            yield Heard(
                f"{case.number}-T", began, CallOutcome.ANSWERED, answered, case.received_at, phone, self._line,
                "综合", self.rng.choice(agents) if agents else "", case.number,
            )  # fmt: skip

    def _other(self, name: str, number: str, day: date, agents: Sequence[str]) -> Heard:
        hour = self.rng.choices(range(24), WEIGHTS)[0]
        began = self._start(day) + timedelta(hours=hour, seconds=self.rng.randrange(3600))
        if self.now and began > self.now - AN_HOUR:
            began = self.now - timedelta(seconds=self.rng.randrange(600, 7200))
        outcome, waits = CallOutcome(name), self._waits()
        answered = began + waits if outcome == CallOutcome.ANSWERED else None
        lasts = self.rng.randint(20, 240) if answered else self.rng.randint(0, 60)
        return Heard(
            f"{day:%Y%m%d}-{number}", began, outcome, answered, began + waits + timedelta(seconds=lasts),
            f"139{self.rng.randrange(10**8):08}", self._line, "综合" if outcome != CallOutcome.MENU else "",
            self.rng.choice(agents) if answered and agents else "",
        )  # fmt: skip

    def just_missed(self, n: int) -> Heard:
        """Return a call of the last minutes that nobody answered, so that there is somebody to ring back."""
        assert self.now is not None
        began = self.now - timedelta(minutes=7 * n + 4)
        return Heard(
            f"{began:%Y%m%d}-L{n}", began, CallOutcome.MISSED, None, began + self._waits(), f"139{self.rng.randrange(10**8):08}",
            self._line, "综合",
        )  # fmt: skip

    def _waits(self) -> timedelta:
        return timedelta(seconds=min(90, int(self.rng.expovariate(1 / 8)) + 2))

    def _agents(self) -> list[str]:
        held = User.objects.filter(holdings__post=Post.AGENT, is_active=True)
        return sorted(set(held.values_list("username", flat=True)))

    def _days(self) -> tuple[list[date], list[float]]:
        days = [self.since + timedelta(days=n) for n in range((self.last - self.since).days + 1)]
        return days, [1.0 if almanac().is_workday(day) else 0.4 for day in days]

    @property
    def _line(self) -> str:
        return book_for(self.sketch.code, self.since).city.phone

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time.min, CITY_TZ)
