"""The arithmetic of time limits: when something is due, how it was counted, and what a pause gives back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from huiyin.calendars import office as hours
from huiyin.calendars.days import Workdays, workdays_of
from huiyin.calendars.notices import HolidayNotice
from huiyin.calendars.wording import how_counted
from huiyin.flow.times import CITY_TZ, local
from huiyin.rulebook.limits import Limit, OfficeHours

LAST_SECOND = time(23, 59, 59)
"""A limit that ends at midnight ends here, so that the date shown is the last day and not the one after it."""

ONE_WORKDAY = Limit(amount=1, unit="workday")


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: the moment in UTC, how it was counted (Chinese), and by which calendar."""

    at: datetime
    counted: str
    provisional: bool
    version: int


@dataclass(frozen=True, slots=True, eq=False)
class Almanac:
    """The working days as one version of the calendar knows them. Frozen, shared by all requests of a process."""

    version: int
    days: Workdays

    @classmethod
    def of(cls, notices: Iterable[HolidayNotice], version: int) -> "Almanac":
        """Make the almanac of the notices in force."""
        return cls(version, workdays_of(notices))

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.days.is_workday(day.toordinal())

    def is_provisional(self, day: date) -> bool:
        """Whether no notice for the day's year is known, so that holidays may still move."""
        return not self.days.has_notice(day.year, day.year)

    def add_workdays(self, day: date, n: int, first_day_counts: bool = False) -> date:
        """Return the n-th working day after `day`; n = 0 is the day itself, n < 0 counts backwards.

        With `first_day_counts` a working `day` is the first of the n. Takes two look-ups, however large n is.
        """
        if n == 0:
            return day
        ordinal = day.toordinal()
        if n < 0 or first_day_counts:
            rank = self.days.count_before(ordinal) + (n if n < 0 else n - 1)
        else:
            rank = self.days.count_through(ordinal) + n - 1
        return date.fromordinal(self.days.nth(rank))

    def workdays_between(self, after: date, through: date) -> int:
        """Count the working days after the one day and up to the other; negative where they are reversed."""
        return self.days.count_through(through.toordinal()) - self.days.count_through(after.toordinal())

    def next_opening(self, at: datetime, office: OfficeHours) -> datetime:
        """Return the moment itself while the office works, else the next opening."""
        return hours.next_opening(at, self.days, office)

    def office_time_between(self, a: datetime, b: datetime, office: OfficeHours) -> timedelta:
        """Return the office time from one moment to the other; negative where they are reversed."""
        return timedelta(microseconds=hours.place(b, self.days, office) - hours.place(a, self.days, office))

    def office_minutes_between(self, a: datetime, b: datetime, office: OfficeHours) -> int:
        """Return the whole minutes of office time from one moment to a later one."""
        return self.office_time_between(a, b, office) // timedelta(minutes=1)

    def add_office_time(self, at: datetime, span: timedelta, office: OfficeHours) -> datetime:
        """Return the moment when so much office time has passed; backwards for a negative span."""
        microseconds = span // timedelta(microseconds=1)
        if microseconds == 0:
            return at
        position = hours.place(at, self.days, office) + microseconds
        to_moment = hours.last_moment_at if microseconds > 0 else hours.first_moment_at
        return to_moment(position, self.days, office)

    def due(self, start: datetime, limit: Limit, office: OfficeHours) -> Due:
        """Return when the limit that begins at `start` ends.

        A limit that is not natural and begins while the office is closed counts from the next opening.
        """
        waits = limit.after_hours == "next_opening" and not limit.natural
        begin = self.next_opening(start, office) if waits else start
        at = self._end(begin, limit, office)
        if at <= begin:
            # A first day that is over when the clock begins cannot be counted.
            limit = limit.model_copy(update={"first_day_counts": False})
            at = self._end(begin, limit, office)
        provisional = not limit.natural and not self.days.has_notice(local(begin).year, local(at).year)
        return Due(at, how_counted(self.days, start, begin, at, limit), provisional, self.version)

    def shifted(self, at: datetime, limit: Limit, office: OfficeHours, times: int = 1) -> datetime:
        """Return the moment one limit later (or with `times=-1` earlier), counted from the very moment."""
        if limit.unit == "workday":
            return self._same_time(at, self.add_workdays(local(at).date(), limit.amount * times))
        if limit.natural:
            return at + _length(limit) * times
        return self.add_office_time(at, _length(limit) * times, office)

    def time_between(self, a: datetime, b: datetime, limit: Limit, office: OfficeHours) -> timedelta:
        """Return the time from one moment to the other as the limit counts it: office time, or all of it."""
        return b - a if limit.natural else self.office_time_between(a, b, office)

    def add_back(
        self,
        due: datetime,
        spent: timedelta,
        limit: Limit,
        office: OfficeHours,
        *,
        resumed_at: datetime | None = None,
        least: Limit | None = None,
    ) -> datetime:
        """Give back the time `spent` by somebody else: a pause of k office minutes moves `due` by k office minutes.

        With `resumed_at` and `least` at least that limit is left from then on, such as one working day.
        """
        moved = due + spent if limit.natural else self._add_office_days_and_time(due, spent, office)
        if resumed_at and least:
            return max(moved, self.due(resumed_at, least, office).at)
        return moved

    def _add_office_days_and_time(self, due: datetime, spent: timedelta, office: OfficeHours) -> datetime:
        # Whole days keep the time of day, so that what ends at midnight still ends at midnight.
        whole, rest = divmod(spent, timedelta(minutes=office.minutes_a_day))
        day = local(due).date()
        if not self.is_workday(day):
            return self.add_office_time(due, spent, office)
        return self.add_office_time(self._same_time(due, self.add_workdays(day, whole)), rest, office)

    def _end(self, begin: datetime, limit: Limit, office: OfficeHours) -> datetime:
        if limit.unit in {"minute", "hour"}:
            return self.shifted(begin, limit, office)
        day = self._last_day(local(begin).date(), limit)
        if limit.ends == "office_close":
            return hours.closing(day, office)
        if limit.ends == "midnight":
            return datetime.combine(day, LAST_SECOND, CITY_TZ).astimezone(UTC)
        return self._same_time(begin, day)

    def _last_day(self, first: date, limit: Limit) -> date:
        if limit.unit == "workday":
            return self.add_workdays(first, limit.amount, limit.first_day_counts)
        return first + timedelta(days=limit.amount - limit.first_day_counts)

    @staticmethod
    def _same_time(at: datetime, day: date) -> datetime:
        return datetime.combine(day, local(at).timetz()).astimezone(UTC)


_LENGTHS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


def _length(limit: Limit) -> timedelta:
    return limit.amount * _LENGTHS[limit.unit]
