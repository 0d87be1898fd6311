"""Which days are working days: a table of counts that answers any question about them in constant time."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from huiyin.calendars.notices import SATURDAY, HolidayNotice

FIRST_YEAR, LAST_YEAR = 2000, 2079
"""The table's first and last year. Outside of them nothing is known and `OutsideCalendar` is raised."""


class OutsideCalendar(ValueError):
    """A day lies before or after the table."""

    def __init__(self) -> None:
        super().__init__(f"日期超出工作日历的范围（{FIRST_YEAR}年至{LAST_YEAR}年）")


@dataclass(frozen=True, slots=True, eq=False)
class Workdays:
    """Days as proleptic ordinals: `before[i]` working days lie before the table's i-th day; `ordinals` lists them."""

    first: int
    before: Sequence[int]
    ordinals: Sequence[int]
    made_up: Sequence[int]
    noticed: frozenset[int]

    def is_workday(self, day: int) -> bool:
        """Whether people work on the day with this ordinal."""
        index = self._index(day)
        return self.before[index + 1] > self.before[index]

    def count_before(self, day: int) -> int:
        """How many working days of the table lie before this day."""
        return self.before[self._index(day)]

    def count_through(self, day: int) -> int:
        """How many working days of the table lie before this day or on it."""
        return self.before[self._index(day) + 1]

    def nth(self, rank: int) -> int:
        """Return the ordinal of the working day with `rank` working days before it."""
        if not 0 <= rank < len(self.ordinals):
            raise OutsideCalendar
        return self.ordinals[rank]

    def made_up_between(self, after: int, through: int) -> list[date]:
        """Return the weekend days worked after the one day and up to the other."""
        start, stop = bisect_right(self.made_up, after), bisect_right(self.made_up, through)
        return [date.fromordinal(day) for day in self.made_up[start:stop]]

    def has_notice(self, first_year: int, last_year: int) -> bool:
        """Whether there is a notice for every year from the first to the last."""
        return all(year in self.noticed for year in range(first_year, last_year + 1))

    def next_from(self, day: int) -> int:
        """Return the first working day on this day or after it."""
        return self.nth(self.count_before(day))

    def _index(self, day: int) -> int:
        index = day - self.first
        if not 0 <= index < len(self.before) - 1:
            raise OutsideCalendar
        return index


def workdays_of(notices: Iterable[HolidayNotice]) -> Workdays:
    """Build the table from the notices in force, one per year at most.

    Where two notices speak of one day (the end of December), the one of the later year was issued later and wins. A
    year without notice is provisional: weekends, and the public holidays with fixed dates that the decree on public
    holidays grants (1 January, May Day, 1 to 3 October). Spring Festival and its like are left to the notice: which
    days it moves cannot be foreseen, and a due time that is too early is put right when the notice comes, by an event.
    """
    ordered = sorted(notices, key=lambda notice: notice.year)
    noticed = frozenset(notice.year for notice in ordered)
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    works = bytearray(date.fromordinal(day).weekday() < SATURDAY for day in range(first, last + 1))
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        if year not in noticed:
            _mark(works, first, fixed_holidays(year), False)
    for notice in ordered:
        _mark(works, first, notice.days_off(), False)
        _mark(works, first, notice.work, True)
    ordinals = array("l", (first + i for i, works_then in enumerate(works) if works_then))
    made_up = array("l", (day for day in ordinals if date.fromordinal(day).weekday() >= SATURDAY))
    return Workdays(first, array("l", accumulate(works, initial=0)), ordinals, made_up, noticed)


def fixed_holidays(year: int) -> list[date]:
    """Return the public holidays with fixed dates of a year, by the decree in force (amended for 2008 and for 2025)."""
    may = 3 if year < 2008 else 1 if year < 2025 else 2
    return [date(year, 1, 1), *(date(year, 5, 1 + i) for i in range(may)), *(date(year, 10, 1 + i) for i in range(3))]


def _mark(works: bytearray, first: int, days: Iterable[date], working: bool) -> None:
    for day in days:
        index = day.toordinal() - first
        if 0 <= index < len(works):
            works[index] = working
