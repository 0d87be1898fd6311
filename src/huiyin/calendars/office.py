"""Office hours as a number line: every moment has a place on it, and nights and holidays take no room."""

from datetime import UTC, date, datetime, timedelta

from huiyin.calendars.days import Workdays
from huiyin.flow.times import CITY_TZ, local
from huiyin.rulebook.limits import OfficeHours

MINUTE = 60_000_000
"""Microseconds, the unit of the number line: as exact as a moment itself, and whole numbers only."""


def at_local(day: date, microseconds: int) -> datetime:
    """Return the moment so many microseconds after local midnight of the day, in UTC. There is no summer time."""
    wall = datetime(day.year, day.month, day.day, tzinfo=CITY_TZ) + timedelta(microseconds=microseconds)
    return wall.astimezone(UTC)


def place(at: datetime, days: Workdays, office: OfficeHours) -> int:
    """Return how much office time lies before the moment, in microseconds since the table's first day."""
    here = local(at)
    whole = days.count_before(here.toordinal()) * office.minutes_a_day * MINUTE
    return whole + (_worked(here, office) if days.is_workday(here.toordinal()) else 0)


def last_moment_at(position: int, days: Workdays, office: OfficeHours) -> datetime:
    """Return the moment at this place; where the office closes there, the closing, not the next opening."""
    rank, rest = divmod(position - 1, office.minutes_a_day * MINUTE)
    day = date.fromordinal(days.nth(rank))
    rest += 1
    for start, end in office.minutes:
        if rest <= (end - start) * MINUTE:
            return at_local(day, start * MINUTE + rest)
        rest -= (end - start) * MINUTE
    raise AssertionError("a rest is shorter than a day")


def first_moment_at(position: int, days: Workdays, office: OfficeHours) -> datetime:
    """Return the moment at this place; where the office opens there, the opening, not the last closing."""
    rank, rest = divmod(position, office.minutes_a_day * MINUTE)
    day = date.fromordinal(days.nth(rank))
    for start, end in office.minutes:
        if rest < (end - start) * MINUTE:
            return at_local(day, start * MINUTE + rest)
        rest -= (end - start) * MINUTE
    raise AssertionError("a rest is shorter than a day")


def next_opening(at: datetime, days: Workdays, office: OfficeHours) -> datetime:
    """Return the moment itself while the office works, else the next opening."""
    here = local(at)
    if days.is_workday(here.toordinal()):
        now = _since_midnight(here)
        for start, end in office.minutes:
            if now < end * MINUTE:
                return at if now >= start * MINUTE else at_local(here.date(), start * MINUTE)
    day = date.fromordinal(days.nth(days.count_through(here.toordinal())))
    return at_local(day, office.minutes[0][0] * MINUTE)


def closing(day: date, office: OfficeHours) -> datetime:
    """Return the end of office hours on the day, whether anybody works on it or not."""
    return at_local(day, office.minutes[-1][1] * MINUTE)


def _worked(here: datetime, office: OfficeHours) -> int:
    now = _since_midnight(here)
    return sum(min(max(now - start * MINUTE, 0), (end - start) * MINUTE) for start, end in office.minutes)


def _since_midnight(here: datetime) -> int:
    return ((here.hour * 60 + here.minute) * 60 + here.second) * 1_000_000 + here.microsecond
