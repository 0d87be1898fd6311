"""The simulation: a heap of next acts, one for each matter in play, between the rounds that the city makes."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from huiyin.cases.models import Assignment
from huiyin.demo.calling import Desk
from huiyin.demo.cast import NobodyThere
from huiyin.demo.fates import Fate
from huiyin.demo.life import life
from huiyin.demo.matter import City, Matter, Moments
from huiyin.demo.plan import Calls
from huiyin.demo.rounds import Rounds, deliver
from huiyin.rulebook.shelf import book_for

QUIET = timedelta(days=40)
"""So long after the last act the city still makes rounds for those who wait for a call; then it rests."""


@dataclass(order=True)
class Next:
    """The next act of one matter; of two at one moment the one that was planned first comes first."""

    at: datetime
    number: int
    matter: Matter = field(compare=False)
    life: Moments = field(compare=False)


@dataclass
class Simulation:
    """One run in one city. With `stops_at` everything is left as it stands at that moment.

    `tell` is called when a matter needs nobody any more; `skipped` says of which matters nobody took care, and why.
    """

    city: City
    rng: Random
    calls: Calls
    tell: Callable[[], None] = lambda: None
    stops_at: datetime | None = None
    no_redo_after: date | None = None
    no_calls_after: datetime | None = None
    grades: Mapping[str, Sequence[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    _heap: list[Next] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def add(self, fate: Fate, at: datetime, case_id: UUID | None = None) -> None:
        """Take in a matter that comes at a moment, or one whose case is there already."""
        matter = Matter(self.city, fate, Random(self.rng.random()), at, case_id)
        if case_id:
            matter.aim(0.3, 0.9)
        # No life begins with an act: the first answer is when there will be one.
        self._live_on(Next(at, 0, matter, life(matter)))

    def run(self) -> None:
        """Take every act in its order until nobody has anything to do, or the city stops."""
        if not self._heap:
            return
        at = self._heap[0].at
        self.desk = Desk(self.city, self.calls, self.rng, self._again, self.no_redo_after, self.grades)
        book = book_for(self.city.sketch.code, at.date())
        slots = [start for start, _ in book.callback.slots]
        rounds = Rounds(at, self.city.hours.almanac, self._call_back, slots)
        while self._heap or (self.desk.has_work and rounds.at < at + QUIET):
            if self._heap and self._heap[0].at <= rounds.at:
                at = self._heap[0].at
                if self._is_over(at):
                    break
                self._live_on(heapq.heappop(self._heap))
            elif self._is_over(rounds.at):
                break
            else:
                rounds.make()
        deliver(self.stops_at or max(at, rounds.at))

    def _call_back(self, at: datetime) -> None:
        if self.no_calls_after is None or at < self.no_calls_after:
            self.desk.work(at)

    def _is_over(self, at: datetime) -> bool:
        return self.stops_at is not None and at > self.stops_at

    def _plan(self, at: datetime, matter: Matter, alive: Moments) -> None:
        heapq.heappush(self._heap, Next(at, next(self._numbers), matter, alive))

    def _live_on(self, following: Next) -> None:
        matter = following.matter
        matter.at = max(matter.at, following.at)
        try:
            at = next(following.life)
        except StopIteration:
            self.tell()
        except NobodyThere as nobody:
            self.skipped.append(str(nobody))
            self.tell()
        else:
            self._plan(max(at, matter.at), matter, following.life)
        if matter.case_id:
            self.city.matters[matter.case_id] = matter

    def _again(self, case_id: UUID, at: datetime) -> None:
        """A case goes back to its unit: its life goes on, aimed at the limit of the new round."""
        matter = self.city.matters.get(case_id)
        if matter is None:
            return
        share = Assignment.objects.filter(case_id=case_id, role="lead").latest("dispatched_at", "id")
        matter.at, matter.left, matter.due = at, False, share.due_at
        matter.target = self.city.hours.part(at, share.due_at, self.rng.uniform(0.2, 0.8)) if share.due_at else None
        self._plan(at, matter, life(matter))
