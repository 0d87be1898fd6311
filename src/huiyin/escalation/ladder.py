"""What comes next on the ladder for a clock that runs: told to the unit before it is reached. Nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.current import almanac
from huiyin.cases.clockwork import URGEABLE
from huiyin.cases.models import Assignment
from huiyin.clocks.models import Clock
from huiyin.escalation.models import StepTaken
from huiyin.flow.times import ONE_DAY, local
from huiyin.rulebook.escalation import Step
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named

LEAST = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": ONE_DAY,
    "workday": ONE_DAY,
}
"""A limit is never shorter than so much for each of its units: an office closes, the clock on the wall does not."""


def floor_of(limit: Limit) -> timedelta:
    """Return how long a limit lasts at least, for a first look by the database."""
    return LEAST[limit.unit] * max(limit.amount - (limit.unit == "workday"), 0)


def moment_of(step: Step, since: datetime, book_id: str, days: Almanac) -> datetime:
    """Return when a step comes that counts its time from a moment."""
    assert step.after is not None, "only steps with a time come by the clock"
    return days.shifted(since, step.after, book_named(book_id).office)


@dataclass(frozen=True)
class Ahead:
    """The next step for a clock: what is done, when, and in what words that is told."""

    step: Step
    at: datetime
    due_at: datetime
    clock: Clock

    def words(self, now: datetime) -> str:
        """Return how it is told: "再逾期2天将发红牌", or before the due time "逾期1个工作日将发黄牌"."""
        if now < self.due_at:
            assert self.step.after is not None, "only steps with a time are foreseen"
            return f"逾期{self.step.after.label}将{self.step.deed}"
        left = self.at - now
        span = f"{ceil(left / ONE_DAY)}天" if left > ONE_DAY else f"{max(ceil(left / timedelta(hours=1)), 1)}小时"
        return f"再逾期{span}将{self.step.deed}"

    @property
    def moment(self) -> str:
        """Return when it comes, in short."""
        return f"{local(self.at):%m-%d %H:%M}"


def ahead(clocks: Sequence[Clock]) -> dict[UUID, Ahead]:
    """Return the next step of each clock that has one, by the clock's id: one statement for what was taken before."""
    days = almanac()
    taken: dict[UUID, set[str]] = {}
    for about, code in StepTaken.objects.filter(about__in=[one.pk for one in clocks]).values_list("about", "step"):
        taken.setdefault(about, set()).add(code)
    found = {}
    for clock in clocks:
        family = book_named(clock.book).escalation.family("overdue", clock.kind)
        following = after_the_last(family, taken.get(clock.pk, set()))
        if following:
            step = following[0]
            found[clock.pk] = Ahead(step, moment_of(step, clock.due_at, clock.book, days), clock.due_at, clock)
    return found


def after_the_last(family: Sequence[Step], taken: Iterable[str]) -> list[Step]:
    """Return the steps of a family that can still come when some were taken."""
    gone = set(taken)
    last = max((place for place, step in enumerate(family) if step.code in gone), default=-1)
    return list(family[last + 1 :])


def in_their_hands(clocks: Sequence[Clock]) -> list[Clock]:
    """Return those clocks of shares in which their unit can still do something."""
    shares = [one.subject_id for one in clocks if one.subject_kind == "assignment"]
    able = set(Assignment.objects.filter(pk__in=shares, state__in=sorted(URGEABLE)).values_list("pk", flat=True))
    return [one for one in clocks if one.subject_kind != "assignment" or one.subject_id in able]
