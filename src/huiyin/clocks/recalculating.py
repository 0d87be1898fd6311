"""When the calendar changes, open due times are reckoned anew, each with an event that tells the old and the new one.

Clocks carry the version of the calendar that made them, so nothing has to be remembered: what is older than the
calendar in force is found and mended, after a crash and for a clock that a slow process started a moment too late.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.current import almanac
from huiyin.clocks import changes, ports
from huiyin.clocks.act import CHANGING
from huiyin.clocks.changes import DueChange
from huiyin.clocks.models import Clock, ClockSet
from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import note
from huiyin.journal.leases import still_at_it
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing

RECALCULATED = "clock.recalculated"
"""The verb of the event: `said` holds clock, kind, old, new, reason and calendar_version."""


def recalculate_all(at: datetime, batch: int = 200) -> list[DueChange]:
    """Reckon every clock that an older calendar made, in batches; return the due times that moved."""
    days, moved = almanac(fresh=True), []
    while stale := _settle_unaffected(at, days, batch):
        for case_id, clock_ids in stale.items():
            moved += _recalculate(case_id, clock_ids, at, days)
        still_at_it()
    return moved


Affected = dict[UUID | None, list[UUID]]


def _settle_unaffected(at: datetime, days: Almanac, batch: int) -> Affected:
    """Stamp those whose due time stays, together, until some are found that move; return these by case."""
    while True:
        with writing():
            stale = list(_stale(days).select_for_update(skip_locked=True).order_by("pk")[:batch])
            affected = _sorted_out(stale, at, days)
        if affected or not stale:
            return affected


def _sorted_out(stale: Iterable[Clock], at: datetime, days: Almanac) -> Affected:
    affected: Affected = defaultdict(list)
    stays: dict[bool, list[UUID]] = {True: [], False: []}
    for clock in stale:
        steps = clock.steps
        if changes.recalculate(clock, at, days) or clock.steps != steps:
            affected[clock.case_id].append(clock.pk)
        else:
            stays[clock.provisional].append(clock.pk)
    for provisional, pks in stays.items():
        if pks:
            Clock.objects.filter(pk__in=pks).update(calendar_version=days.version, provisional=provisional)
    return affected


def _recalculate(case_id: UUID | None, clock_ids: list[UUID], at: datetime, days: Almanac) -> list[DueChange]:
    """Lock the case first, as every move does, then look again at its clocks and move what has to move."""
    with writing() as now_writing:
        head = ports.head_of(now_writing, case_id)
        clocks = list(_stale(days).filter(pk__in=clock_ids).select_for_update())
        moved = [change for clock in clocks if (change := changes.recalculate(clock, at, days))]
        if clocks:
            insert(clocks, changing=CHANGING)
        for change in moved:
            said = {**change.said(), "calendar_version": days.version}
            note(RECALCULATED, "clock", change.clock_id, actor=PLATFORM, at=at, head=head, said=said)
            for tell in ports.on_due_changed:
                tell(change, at)
    return moved


def _stale(days: Almanac) -> ClockSet:
    return Clock.objects.running().filter(calendar_version__lt=days.version)
