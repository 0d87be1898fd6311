"""At which moments a clock urges by itself. No database, no Django."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from huiyin.calendars.arithmetic import Almanac
from huiyin.rulebook.limits import Limit, OfficeHours

Moments = Sequence[tuple[datetime, str]]
"""Moments with the codes of the rulebook's urging points, in order."""


class Point(Protocol):
    """A point of the rulebook's urging: so long before the due time, or so long after it."""

    @property
    def code(self) -> str:
        """The code by which the rulebook and the clock know the point."""
        ...

    @property
    def before(self) -> Limit | None:
        """How long before the due time."""
        ...

    @property
    def after(self) -> Limit | None:
        """How long after the due time."""
        ...


def moments(due: datetime, points: Iterable[Point], almanac: Almanac, office: OfficeHours) -> Moments:
    """Return when each point comes for this due time, in order."""
    return sorted((_moment(due, point, almanac, office), point.code) for point in points)


def reached(at: datetime, ahead: Moments, passed: Iterable[str] = ()) -> list[str]:
    """Return the codes of the points that have come by now and were not passed before, the latest last."""
    gone = frozenset(passed)
    return [code for moment, code in ahead if moment <= at and code not in gone]


def next_moment(ahead: Moments, passed: Iterable[str]) -> datetime | None:
    """Return when the next point comes, or None when all have passed."""
    gone = frozenset(passed)
    return next((moment for moment, code in ahead if code not in gone), None)


def _moment(due: datetime, point: Point, almanac: Almanac, office: OfficeHours) -> datetime:
    if point.before:
        return almanac.shifted(due, point.before, office, times=-1)
    assert point.after is not None, "a point lies before the due time or after it"
    return almanac.shifted(due, point.after, office)
