"""One matter in play: its case, the fate that it is to meet, and the moment that it has come to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, move_case
from huiyin.cases.models import Application, Assignment, Case
from huiyin.demo.cast import Cast
from huiyin.demo.cities import CitySketch
from huiyin.demo.fates import Fate
from huiyin.demo.hours import MOMENT, Hours
from huiyin.demo.looking import book_name_of, case_now, share_now, state_now
from huiyin.demo.matters import Words, words_for, words_of_heap
from huiyin.demo.units import Directory
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.shelf import book as book_named

Moments = Iterator[datetime]
"""What a step of a life yields: the moments at which its next act is due."""


@dataclass
class City:
    """The city in which matters are played: who is there, when they work, whose matter is what."""

    sketch: CitySketch
    cast: Cast
    hours: Hours
    directory: Directory
    stops_at: datetime | None = None
    moves: int = 0
    joinable: dict[str, list["Matter"]] = field(default_factory=dict)
    matters: dict[UUID, "Matter"] = field(default_factory=dict)


@dataclass(eq=False)
class Matter:
    """One matter. `due` is what the petitioner was promised, `target` the moment by which the answer shall be given.

    Every act on the way lies before the target, so a matter that is to be in time is.
    """

    city: City
    fate: Fate
    rng: Random
    at: datetime
    case_id: UUID | None = None
    target: datetime | None = None
    due: datetime | None = None
    done: set[str] = field(default_factory=set)
    left: bool = False

    # -- what is known of it -----------------------------------------------------------------------------------------

    @property
    def key(self) -> UUID:
        """The id of the case; there is none before the matter was heard."""
        assert self.case_id, "the matter was not heard yet"
        return self.case_id

    @property
    def case(self) -> Case:
        """The case as it stands now, as far as somebody has to look at it."""
        return case_now(self.key)

    @cached_property
    def book(self) -> Rulebook:
        """The rulebook of the case."""
        return book_named(book_name_of(self.key))

    @property
    def state(self) -> str:
        """The state of the case now."""
        return state_now(self.key)

    def words(self, book: Rulebook) -> Words:
        """Return the matter in words, always the same ones."""
        if self.fate.of_heap is not None:
            return words_of_heap(self.fate.of_heap)
        name = book.category(self.fate.topic).name if self.fate.topic else "其他"
        of_company = book.channel(self.fate.channel).family == Family.ENTERPRISE
        return words_for(name, Random(f"{self.fate.accept_at}{self.fate.topic}"), of_company=of_company)

    def once(self, happening: str) -> bool:
        """Whether something is to happen on the way and has not happened yet; it is remembered as having happened."""
        if not self.fate.has(happening) or happening in self.done:
            return False
        self.done.add(happening)
        return True

    # -- when the next act is ------------------------------------------------------------------------------------------

    def soon(self, hours: float) -> datetime:
        """Return a moment within so many office hours, at most half way to the target."""
        wanted = self.city.hours.later(self.at, timedelta(hours=self.rng.uniform(0.05, 1) * hours))
        return self._before_target(wanted, 0.5)

    def at_once(self, minutes: float) -> datetime:
        """Return a moment within so many minutes, whatever the office hours."""
        return self._before_target(self.at + timedelta(minutes=self.rng.uniform(1, minutes)), 0.5)

    def on_the_way(self, least: float, most: float) -> datetime:
        """Return a moment at which a share of the time that is left has passed."""
        return self._before_target(self.part(self.rng.uniform(least, most)), 1)

    def part(self, share: float) -> datetime:
        """Return the moment at which a share of the time until the target has passed."""
        return self._between(self.at, self.target or self.at, share)

    def aim(self, least: float, most: float) -> None:
        """Set the target to a share of the time that is left of the promise, if any is left."""
        self.due = self.case.due_at
        if self.fate.rests_by:
            self.target = self.fate.rests_by
        elif self.due is None or self.due <= self.at:
            self.target = self.city.hours.later(self.at, timedelta(hours=self.rng.uniform(4, 40)))
        else:
            share = self.rng.triangular(least, most, least * 0.7 + most * 0.3)
            self.target = self._between(self.at, self.due, share)

    def _between(self, since: datetime, until: datetime, share: float) -> datetime:
        return self.city.hours.part(since, until, share, natural=self.fate.urgency != "ordinary")

    def _before_target(self, wanted: datetime, share: float) -> datetime:
        wanted = max(wanted, self.at + MOMENT)
        if (self.target is None or self.target <= self.at) and self.due and self.due > self.at:
            # Something took longer than was meant: what is left of the promise is divided anew.
            self.target = self._between(self.at, self.due, 0.5)
        if self.target is None or self.target <= self.at:
            return wanted
        return min(wanted, max(self.part(share), self.at))

    # -- acts ----------------------------------------------------------------------------------------------------------

    def move(self, action: str, by: Post | Actor, **said: Any) -> Event:
        """Move the case."""
        self.city.moves += 1
        actor = self.city.cast.one(by, self.rng) if isinstance(by, Post) else by
        return move_case(self.key, action, said, actor=actor, at=self.at)

    def move_share(self, share: Assignment, action: str, *by: Post, **said: Any) -> Assignment:
        """Move a unit's share and return it as it then stands."""
        self.city.moves += 1
        actor = self.city.cast.of_unit(share.unit_id, *(by or (Post.UNIT_HANDLER, Post.UNIT_DUTY)))
        ASSIGNMENT_DOOR.move(share.pk, action, said, actor=actor, at=self.at)
        return share_now(share.pk)

    def decide(self, application: Application, action: str, by: Actor, **said: Any) -> None:
        """Decide on a unit's application."""
        self.city.moves += 1
        APPLICATION_DOOR.move(application.pk, action, said, actor=by, at=self.at)
