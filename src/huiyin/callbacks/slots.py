"""The times of day at which people are called: an attempt counts once for each. Plain Python."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from huiyin.flow.times import CITY_TZ, local

Slots = Sequence[tuple[time, time]]
Tries = Iterable[tuple[date, int]]
"""Attempts that counted: the local day and the number of the slot."""

IsWorkday = Callable[[date], bool]
LONGEST_HOLIDAY = 30


def slot_at(at: datetime, slots: Slots) -> int | None:
    """Return the number of the slot in which a moment lies, None outside all of them."""
    clock = local(at).time()
    return next((number for number, (start, end) in enumerate(slots) if start <= clock < end), None)


def counts(at: datetime, slots: Slots, tries: Tries) -> bool:
    """Whether an attempt at this moment counts: in a slot not tried before, as long as one of these is left."""
    slot, tried = slot_at(at, slots), list(tries)
    if slot is None or (local(at).date(), slot) in tried:
        return False
    return slot in _left(slots, tried)


def next_slot(after: datetime, slots: Slots, tries: Tries, is_workday: IsWorkday) -> datetime:
    """Return when to call next: the moment itself within a slot that would count, else the start of the next such."""
    tried = list(tries)
    if is_workday(local(after).date()) and counts(after, slots, tried):
        return after
    first = local(after).date()
    for day in (first + timedelta(days=n) for n in range(LONGEST_HOLIDAY)):
        starts = [_start(day, slots[slot]) for slot in _left(slots, tried) if (day, slot) not in tried]
        ahead = [start for start in starts if start > after]
        if ahead and is_workday(day):
            return min(ahead)
    return after + timedelta(days=1)


def _left(slots: Slots, tried: Sequence[tuple[date, int]]) -> list[int]:
    used = {slot for _, slot in tried}
    return [slot for slot in range(len(slots)) if slot not in used] or list(range(len(slots)))


def _start(day: date, slot: tuple[time, time]) -> datetime:
    return datetime.combine(day, slot[0], CITY_TZ)
