"""What the workers run by themselves for the counters; the schedules name these functions."""

from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.rollups.checking import check, is_full_day
from huiyin.rollups.keeping import complete, work_off
from huiyin.rollups.known import incomplete

SECONDS = 40.0
"""So long one run counts at most; the next minute's run goes on."""

NIGHTLY_SECONDS = 480.0
"""So long the night's check lasts at most: a task may last ten minutes. `rollups_check --full` has no such end."""

MOST_CASES = 100_000
"""With more cases a new measure is not counted by night: `rollups_rebuild --only-new` does it."""


def keep() -> str:
    """Count anew the cases on which something was done."""
    return f"更新{work_off(SECONDS)}件"


def nightly() -> str:
    """Count under measures that are new, then compare: every night a sample, once a month everything."""
    at = times.now()
    if incomplete() and Case.objects.count() <= MOST_CASES:
        complete()
    row = check(at, full=is_full_day(local_day(at)), seconds=NIGHTLY_SECONDS)
    return f"核对{row.cases}件、{row.cells}个日计数，差异{row.differences}处"
