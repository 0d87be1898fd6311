"""What is done to the clocks of a case, inside the journal's transaction, in as few statements as possible.

`clocks_of(case)` loads the running clocks once; whatever an effect does to them is kept in memory and written by
`save` in one statement, before anybody loads them again. The functions below do one thing to one clock. The caller
holds the lock of the case, puts the DueChanges into the journal, and gives the moment: nothing here reads the time.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.current import almanac
from huiyin.clocks import changes
from huiyin.clocks.changes import HOLDING_KINDS, DueChange, Start
from huiyin.clocks.models import Clock
from huiyin.journal.prepared import Prepared
from huiyin.journal.rows import insert
from huiyin.rulebook.limits import Limit

CHANGING = (
    "due_at", "original_due_at", "met_at", "stopped_at", "paused_at", "paused_for", "paused_minutes", "extended",
    "forfeited", "unit_id", "steps", "calendar_version", "provisional", "next_point_at", "claimed_until", "passed_points",
)  # fmt: skip
"""The columns that may change while a clock runs; what it is about and when it began never do."""


class Clocks:
    """The running clocks of one case, or of one subject without a case, being changed together."""

    def __init__(self, running: Iterable[Clock], days: Almanac) -> None:
        self.days = days
        self.changes: list[DueChange] = []
        self._running = {(clock.subject_id, clock.kind): clock for clock in running}
        self._touched: dict[UUID, Clock] = {}
        self._new: list[Clock] = []

    def find(self, subject_id: UUID, kind: str) -> Clock | None:
        """Return the running clock of this subject and kind, if any."""
        return self._running.get((subject_id, kind))

    def all(self, *kinds: str) -> list[Clock]:
        """Return the running clocks, of these kinds or of all."""
        return [clock for clock in self._running.values() if not kinds or clock.kind in kinds]

    def start(self, start: Start) -> Clock:
        """Start a clock. The subject must not have one of this kind already running."""
        clock = changes.begin(start, self.days)
        if self._running.setdefault((clock.subject_id, clock.kind), clock) is not clock:
            raise ValueError(f"a clock {clock.kind} is running for {clock.subject_id}")
        self._new.append(clock)
        return clock

    def restart(self, start: Start) -> Clock:
        """Annul the running clock of this subject and kind and start a new one with the full limit."""
        self.stop(start.subject_id, start.kind, start.at)
        return self.start(start)

    def meet(self, subject_id: UUID, kind: str, at: datetime) -> Clock | None:
        """Meet the clock, if it runs. What the centre was late with is given back to the unit that waited."""
        clock = self._end(subject_id, kind)
        if clock:
            self._give_back_lateness(clock, at)
            self._heed(changes.meet(clock, at, self.days))
        return clock

    def stop(self, subject_id: UUID, kind: str, at: datetime) -> Clock | None:
        """Annul the clock, if it runs."""
        clock = self._end(subject_id, kind)
        if clock:
            self._give_back_lateness(clock, at)
            changes.stop(clock, at)
        return clock

    def stop_all(self, at: datetime, *, subject_id: UUID | None = None) -> None:
        """Annul every running clock of the case, or of one subject: nothing may run on when it is over."""
        for of_subject, kind in list(self._running):
            if subject_id in (None, of_subject) and (clock := self._end(of_subject, kind)):
                changes.stop(clock, at)

    def pause(self, subject_id: UUID, kind: str, at: datetime, why: str) -> Clock | None:
        """Let the clock stand, for a reason that `resume` names again."""
        clock = self._touch(self.find(subject_id, kind))
        if clock:
            changes.pause(clock, at, why)
        return clock

    def resume(
        self, subject_id: UUID, kind: str, at: datetime, why: str, *, least: Limit | None = None,
        gives_back: bool = True,
    ) -> Clock | None:  # fmt: skip
        """Let the clock go on when no other reason holds it, with the time back that it stood (if `gives_back`).

        At least `least` is left from now on, unless the clock was late before it stood.
        """
        clock = self._touch(self.find(subject_id, kind))
        if clock:
            self._heed(changes.resume(clock, at, why, self.days, least=least, gives_back=gives_back))
        return clock

    def extend(
        self, subject_id: UUID, kind: str, at: datetime, why: str, *, by: Limit | None = None,
        to: datetime | None = None,
    ) -> Clock | None:  # fmt: skip
        """Extend the clock by a limit from its due time, or to a moment; the clock is marked as extended."""
        clock = self._touch(self.find(subject_id, kind))
        if clock:
            self._heed(changes.extend(clock, at, self.days, why, by=by, to=to))
        return clock

    def set_due(self, subject_id: UUID, kind: str, at: datetime, why: str, *, to: datetime) -> Clock | None:
        """Move the due time to a moment that somebody decided, without calling it an extension."""
        clock = self._touch(self.find(subject_id, kind))
        if clock:
            self._heed(changes.set_due(clock, to, at, self.days, why))
        return clock

    def forfeit(self, clock: Clock) -> None:
        """Take "on time" away from a running clock, whenever it is met."""
        clock.forfeited = True
        self._touch(clock)

    def hand_on(self, subject_id: UUID, unit_id: UUID) -> None:
        """Let the running clocks of a subject be another unit's, which took over from the one before."""
        for clock in self.all():
            if clock.subject_id == subject_id:
                clock.unit_id = unit_id
                self._touch(clock)

    def save(self) -> list[DueChange]:
        """Write everything in one statement and return the due times that moved since the last save."""
        # Ended clocks first: a new one of the same kind may follow in the same statement.
        rows = sorted(self._touched.values(), key=lambda clock: clock.is_running) + self._new
        insert(rows, changing=CHANGING)
        moved, self.changes, self._touched, self._new = self.changes, [], {}, []
        return moved

    def _end(self, subject_id: UUID, kind: str) -> Clock | None:
        return self._touch(self._running.pop((subject_id, kind), None))

    def _touch(self, clock: Clock | None) -> Clock | None:
        if clock and clock not in self._new:
            self._touched[clock.id] = clock
        return clock

    def _heed(self, change: DueChange | None) -> None:
        if change:
            self.changes.append(change)

    def _give_back_lateness(self, centre: Clock, at: datetime) -> None:
        if centre.kind not in HOLDING_KINDS or not changes.is_late(centre, at):
            return
        for clock in self.all():
            if clock.waits_for_centre and centre.unit_id in (None, clock.unit_id):
                self._touch(clock)
                self._heed(changes.give_back(clock, centre.due_at, at, self.days, "centre_late"))


_running_of_case = Prepared(lambda case_id: Clock.objects.running().filter(case_id=case_id))


def clocks_of(case_id: UUID) -> Clocks:
    """Load the running clocks of a case: one statement."""
    return Clocks(_running_of_case(case_id), almanac())


def clocks_of_subject(subject_id: UUID) -> Clocks:
    """Load the running clocks of a subject that belongs to no case, such as an instruction: one statement."""
    return Clocks(Clock.objects.running().filter(subject_id=subject_id), almanac())


def new_clocks() -> Clocks:
    """Return clocks for a case that is being made and has none yet: no statement until `save`."""
    return Clocks((), almanac())


def bulk_start(starts: Sequence[Start]) -> list[Clock]:
    """Start clocks of a new case or subject: one statement."""
    fresh = new_clocks()
    started = [fresh.start(start) for start in starts]
    fresh.save()
    return started


def meet(subject_id: UUID, kind: str, at: datetime) -> bool:
    """Meet a clock that does not stand and for which nobody waits: one statement. Answers whether it ran."""
    if kind in HOLDING_KINDS:
        raise ValueError(f"somebody waits for {kind}: use clocks_of(case).meet")
    running = Clock.objects.running().filter(subject_id=subject_id, kind=kind, paused_at__isnull=True)
    return running.update(met_at=at, next_point_at=None, claimed_until=None) == 1


def forfeit(subject_id: UUID, kind: str) -> bool:
    """Take "on time" away from the latest met clock of a subject, such as for an untrue reply."""
    latest = Clock.objects.filter(subject_id=subject_id, kind=kind, stopped_at__isnull=True).order_by("-started_at")[:1]
    return Clock.objects.filter(pk__in=list(latest.values_list("pk", flat=True))).update(forfeited=True) == 1


def count_urge(clock_ids: Iterable[UUID], at: datetime) -> int:
    """Count one more urging, by the clock or by hand, on each clock: one statement."""
    return Clock.objects.filter(pk__in=list(clock_ids)).update(urges=F("urges") + 1, last_urged_at=at)
