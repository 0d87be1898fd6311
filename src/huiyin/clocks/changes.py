"""What happens to one clock in memory: begun, met, stopped, paused, given time back, extended. Nothing is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from huiyin.calendars.arithmetic import Almanac
from huiyin.clocks import points, reckoning
from huiyin.clocks.models import Clock
from huiyin.rulebook import shelf
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.limits import Limit, OfficeHours

UNIT_KINDS = frozenset({ClockName.UNIT_SIGN, ClockName.FIRST_CONTACT, ClockName.UNIT_REPLY})
"""Clocks of a unit: they stand while the centre is late with something that the unit waits for."""

HOLDING_KINDS = frozenset({ClockName.CENTRE_RETURN_REVIEW, ClockName.CENTRE_EXTENSION, ClockName.CENTRE_AUDIT})
"""Clocks of the centre for which a unit waits."""


class Law(Protocol):
    """What a clock needs of a rulebook."""

    @property
    def id(self) -> str:
        """The id by which the shelf knows the book."""
        ...

    @property
    def office(self) -> OfficeHours:
        """The office hours."""
        ...

    @property
    def urging(self) -> Sequence[Any]:
        """The urging points of all clocks."""
        ...

    @property
    def unit_clock(self) -> Any:
        """What is fair to a unit whose clock depends on others."""
        ...


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started. `unit_id` of a centre's clock is the unit that waits for the centre."""

    subject_kind: str
    subject_id: UUID
    kind: str
    limit: Limit
    at: datetime
    book: Law
    case_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DueChange:
    """A due time that moved, for the caller to put into the journal. `reason` is a code, no free text."""

    clock_id: UUID
    case_id: UUID | None
    subject_kind: str
    subject_id: UUID
    kind: str
    old: datetime
    new: datetime
    reason: str

    def said(self) -> dict[str, Any]:
        """Return what an event tells of it."""
        return {
            "clock": self.clock_id, "of": self.subject_id, "kind": self.kind, "old": self.old, "new": self.new,
            "reason": self.reason,
        }  # fmt: skip


def begin(start: Start, almanac: Almanac) -> Clock:
    """Return a new clock, not yet saved."""
    due = almanac.due(start.at, start.limit, start.book.office)
    clock = Clock(
        case_id=start.case_id, subject_kind=start.subject_kind, subject_id=start.subject_id, kind=start.kind,
        unit_id=start.unit_id, started_at=start.at, due_at=due.at, original_due_at=due.at, limit=start.limit.text,
        book=start.book.id, calendar_version=almanac.version, provisional=due.provisional,
        waits_for_centre=start.kind in UNIT_KINDS and start.book.unit_clock.stands_while_centre_is_late,
    )  # fmt: skip
    _arm(clock, start.at, start.book, almanac)
    return clock


def meet(clock: Clock, at: datetime, almanac: Almanac) -> DueChange | None:
    """Meet the clock. A pause ends: what lay between it and `at` is given back first."""
    change = _end_pause(clock, at, almanac)
    clock.met_at = at
    _quiet(clock)
    return change


def stop(clock: Clock, at: datetime) -> None:
    """Annul the clock: it is neither on time nor late."""
    clock.stopped_at, clock.paused_at, clock.paused_for = at, None, []
    _quiet(clock)


def pause(clock: Clock, at: datetime, why: str) -> None:
    """Let the clock stand for a reason (a code). A second reason joins the first."""
    if why not in clock.paused_for:
        clock.paused_for = [*clock.paused_for, why]
    if clock.paused_at is None:
        clock.paused_at = max(at, clock.started_at)
        _quiet(clock)


def resume(
    clock: Clock, at: datetime, why: str, almanac: Almanac, *, least: Limit | None = None, gives_back: bool = True
) -> DueChange | None:
    """Take one reason away; when none is left the clock goes on and gets back the time that it stood."""
    clock.paused_for = [reason for reason in clock.paused_for if reason != why]
    if clock.paused_at is None or clock.paused_for:
        return None
    change = _end_pause(clock, at, almanac, least, gives_back)
    _arm(clock, at, shelf.book(clock.book), almanac)
    return change


def give_back(clock: Clock, since: datetime, until: datetime, almanac: Almanac, why: str) -> DueChange | None:
    """Give back time that somebody else took although the clock did not stand; no minute is given back twice."""
    since = max(since, clock.started_at, reckoning.last_given_back(clock.steps) or since)
    until = min(until, clock.paused_at or until)
    if since >= min(until, clock.due_at):
        return None
    return _take(clock, reckoning.pause_step(since, until), until, almanac, why)


def extend(
    clock: Clock, at: datetime, almanac: Almanac, why: str, *, by: Limit | None = None, to: datetime | None = None
) -> DueChange | None:
    """Extend the clock by a limit counted from its due time, or to a moment; exactly one of the two."""
    if (by is None) == (to is None):
        raise ValueError("a clock is extended by a limit or to a moment")
    clock.extended = True
    return _take(clock, reckoning.by_step(by), at, almanac, why) if by else set_due(clock, to or at, at, almanac, why)


def set_due(clock: Clock, to: datetime, at: datetime, almanac: Almanac, why: str) -> DueChange | None:
    """Move the due time without calling it an extension, such as to the earliest of merged cases."""
    return _take(clock, reckoning.to_step(max(to, clock.started_at)), at, almanac, why)


def recalculate(clock: Clock, at: datetime, almanac: Almanac) -> DueChange | None:
    """Reckon the clock by a new calendar. What would become due in the past keeps the due time that it had."""
    book = shelf.book(clock.book)
    reckoned = reckoning.reckon(clock.started_at, reckoning.limit_of(clock.limit), clock.steps, almanac, book.office)
    clock.calendar_version, clock.provisional = almanac.version, reckoned.provisional
    old, new = clock.due_at, reckoned.due_at
    if new == old:
        return None
    if new < at:
        clock.steps = [*clock.steps, reckoning.to_step(old)]
        return None
    clock.due_at = new
    clock.original_due_at = reckoned.original_due_at
    _arm(clock, at, book, almanac)
    return _change(clock, old, "calendar")


def is_late(clock: Clock, at: datetime) -> bool:
    """Whether the clock is late by `at`: met too late, forfeited, or still running past due while it does not stand."""
    if clock.stopped_at:
        return False
    return clock.forfeited or (clock.met_at or clock.paused_at or at) > clock.due_at


def points_reached(clock: Clock, at: datetime, almanac: Almanac) -> list[str]:
    """Return the codes of the urging points that have come and were not passed yet, the latest last."""
    return points.reached(at, _moments(clock, shelf.book(clock.book), almanac), clock.passed_points)


def pass_points(clock: Clock, codes: Sequence[str], almanac: Almanac) -> None:
    """Note that these points were acted on, and look to the next one."""
    clock.passed_points = [*clock.passed_points, *codes]
    clock.next_point_at = points.next_moment(_moments(clock, shelf.book(clock.book), almanac), clock.passed_points)
    clock.claimed_until = None


def _take(clock: Clock, step: dict[str, Any], at: datetime, almanac: Almanac, why: str) -> DueChange | None:
    book, limit, old = shelf.book(clock.book), reckoning.limit_of(clock.limit), clock.due_at
    clock.due_at = reckoning.take(step, old, limit, almanac, book.office)
    clock.steps = [*clock.steps, step]
    _arm(clock, at, book, almanac)
    return _change(clock, old, why) if clock.due_at != old else None


def _end_pause(
    clock: Clock, at: datetime, almanac: Almanac, least: Limit | None = None, gives_back: bool = True
) -> DueChange | None:
    since, clock.paused_at, clock.paused_for = clock.paused_at, None, []
    if since is None or since >= at:
        return None
    clock.paused_minutes += (at - since) // timedelta(minutes=1)
    return _take(clock, reckoning.pause_step(since, at, least, gives_back), at, almanac, "pause")


def _arm(clock: Clock, at: datetime, book: Law, almanac: Almanac) -> None:
    """Look to the next urging point after `at`. A point that came before the due time moved has lost its meaning."""
    ahead = _moments(clock, book, almanac)
    clock.passed_points = points.reached(at, ahead)
    moves = clock.is_running and clock.paused_at is None
    clock.next_point_at = points.next_moment(ahead, clock.passed_points) if moves else None
    clock.claimed_until = None


def _moments(clock: Clock, book: Law, almanac: Almanac) -> points.Moments:
    mine = [point for point in book.urging if point.clock == clock.kind]
    return points.moments(clock.due_at, mine, almanac, book.office)


def _quiet(clock: Clock) -> None:
    clock.next_point_at = clock.claimed_until = None


def _change(clock: Clock, old: datetime, why: str) -> DueChange:
    return DueChange(clock.id, clock.case_id, clock.subject_kind, clock.subject_id, clock.kind, old, clock.due_at, why)
