"""A roster for many days in one go: people take turns through the shifts of the chosen days. Plain Python."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.flow.times import CITY_TZ, ONE_DAY

LONGEST = 62


@dataclass(frozen=True)
class Slot:
    """One shift on one day, to be filled."""

    day: date
    label: str
    since: datetime
    until: datetime


def days_between(first: date, last: date) -> Iterator[date]:
    """Give every day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY


def moments(day: date, since: Any, until: Any) -> tuple[datetime, datetime]:
    """Return beginning and end of hours on a day; an end no later than the beginning is on the next day."""
    begin = datetime.combine(day, since, CITY_TZ)
    end = datetime.combine(day, until, CITY_TZ)
    return begin, end if end > begin else end + timedelta(days=1)


def slots(days: Iterable[date], shifts: Sequence[Any]) -> list[Slot]:
    """Return the slots of the days in their order."""
    return [Slot(day, one.label, *moments(day, one.since, one.until)) for day in days for one in shifts]


def in_turn(
    found: Sequence[Slot], people: Sequence[Any], is_free: Callable[[Any, Slot], bool]
) -> list[tuple[Slot, Any]]:
    """Return the slots with whose turn it is; who has no time then is passed over once. None where nobody has time."""
    turn, filled = 0, []
    for slot in found:
        order = [people[(turn + step) % len(people)] for step in range(len(people))] if people else []
        person = next((one for one in order if is_free(one, slot)), None)
        filled.append((slot, person))
        if person is not None:
            turn = people.index(person) + 1
    return filled
