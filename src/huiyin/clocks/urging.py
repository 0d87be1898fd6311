"""Which clocks have come to an urging point: taken in batches with a lease, passed once, whoever takes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from huiyin.calendars.current import almanac
from huiyin.clocks import changes, queries
from huiyin.clocks.models import Clock
from huiyin.journal.writing import writing

LEASE = timedelta(minutes=5)
"""So long a taken point is not given to another worker; after a crash it is found again."""


@dataclass(frozen=True, slots=True)
class DuePoint:
    """A clock that has come to one or more urging points; after a standstill several at once, the latest last."""

    clock: Clock
    codes: tuple[str, ...]


def due_points(at: datetime, batch: int = 100) -> list[DuePoint]:
    """Take up to `batch` clocks whose next point has come, the longest overdue first; others get other ones.

    Two statements in a short transaction of its own. Who takes one locks its case, urges, and calls `pass_point`,
    all in one transaction: so no lock on a clock is ever held while waiting for a case.
    """
    days = almanac()
    with writing():
        ripe = queries.moving(at).filter(next_point_at__lte=at)
        free = ripe.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)).order_by("next_point_at", "id")
        taken = list(free.select_for_update(skip_locked=True)[:batch])
        Clock.objects.filter(pk__in=[clock.pk for clock in taken]).update(claimed_until=at + LEASE)
    return [DuePoint(clock, tuple(changes.points_reached(clock, at, days))) for clock in taken]


def pass_point(point: DuePoint) -> bool:
    """Note that the point was acted on: one statement. False: the clock moved or ended meanwhile, so do not urge."""
    seen = point.clock.next_point_at
    changes.pass_points(point.clock, point.codes, almanac())
    still = Clock.objects.running().filter(pk=point.clock.pk, next_point_at=seen)
    passed = still.update(
        next_point_at=point.clock.next_point_at, passed_points=point.clock.passed_points, claimed_until=None
    )
    return passed == 1 and bool(point.codes)
