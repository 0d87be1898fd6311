"""What a notice would do to open due times if it were in force: reckoned in memory, nothing is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.calendars.current import almanac_with
from huiyin.calendars.notices import HolidayNotice
from huiyin.clocks import changes
from huiyin.clocks.models import Clock
from huiyin.rulebook.limit_rules import ClockName

SHOWN = 50
AT_ONCE = 1000


@dataclass(frozen=True)
class Foreseen:
    """How many clocks run, how many due times would move, and the first of them (kind, now, then)."""

    running: int
    moved: int
    later: int
    by_kind: Sequence[tuple[str, int]]
    first: Sequence[tuple[str, datetime, datetime]]


def foresee(facts: HolidayNotice, at: datetime) -> Foreseen:
    """Reckon every running clock by the calendar with this notice; those due first are told one by one."""
    days, running, later = almanac_with(facts), 0, 0
    kinds: Counter[str] = Counter()
    first: list[tuple[str, datetime, datetime]] = []
    for clock in Clock.objects.running().order_by("due_at", "id").iterator(chunk_size=AT_ONCE):
        running += 1
        change = changes.recalculate(clock, at, days)
        if change is None:
            continue
        kinds[change.kind] += 1
        later += change.new > change.old
        if len(first) < SHOWN:
            first.append((ClockName(change.kind).label, change.old, change.new))
    named = [(ClockName(kind).label, count) for kind, count in kinds.most_common()]
    return Foreseen(running, sum(kinds.values()), later, named, first)
