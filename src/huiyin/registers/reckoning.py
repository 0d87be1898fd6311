"""When a report of a period is due: so many working days after the period has ended."""

from datetime import date

from huiyin.calendars.current import almanac
from huiyin.registers.periods import Period
from huiyin.rulebook.registers import RegisterDue


def due_on(due: RegisterDue, period: Period) -> date:
    """Return the last day on which the report of this period is on time."""
    return almanac().add_workdays(period.last, due.workdays)


def reminded_from(due: RegisterDue, period: Period) -> date:
    """Return the day from which the units are reminded of it; never while the period still runs."""
    day = almanac().add_workdays(due_on(due, period), -due.remind_before)
    return max(day, period.until)
