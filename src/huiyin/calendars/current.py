"""The almanac in force: read once by each process, and read again when the stamp in the database says so."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.models import Notice, Stamp
from huiyin.calendars.notices import HolidayNotice

LOOK_AGAIN_AFTER_SECONDS = 5.0
"""How old the last look at the stamp may be. A clock started meanwhile keeps the old version and is found by it."""


@dataclass
class _Kept:
    almanac: Almanac | None = None
    token: UUID | None = None
    look_again_at: float = 0.0
    unsettled: bool = False


_kept = _Kept()


def almanac(*, fresh: bool = False) -> Almanac:
    """Return the almanac in force; `fresh` asks the stamp even if that was done a moment ago.

    Costs nothing most of the time, one small statement every few seconds, two and 15 ms when the calendar changed.
    """
    now = time.monotonic()
    if fresh or _kept.unsettled or _kept.almanac is None or now >= _kept.look_again_at:
        _look_again(now)
    assert _kept.almanac is not None
    return _kept.almanac


def almanac_with(facts: HolidayNotice) -> Almanac:
    """Return the almanac as it would be if this notice were in force: nothing is written, nobody else sees it."""
    known = _facts_in_force()
    return Almanac.of({**known, facts.year: facts}.values(), almanac(fresh=True).version + 1)


def forget() -> None:
    """Let the next question read the calendar anew."""
    _kept.almanac, _kept.unsettled = None, False


def doubt_until_commit() -> None:
    """Ask the stamp at every question until the running transaction commits: if it is undone, so is the calendar."""
    _kept.unsettled = True
    transaction.on_commit(forget)


def _look_again(now: float) -> None:
    version, token = Stamp.objects.filter(pk=Stamp.ONLY).values_list("version", "token").first() or (0, None)
    if _kept.almanac is None or token != _kept.token:
        _kept.almanac, _kept.token = _load(version), token
    _kept.look_again_at = now + getattr(settings, "CALENDAR_LOOK_AGAIN_SECONDS", LOOK_AGAIN_AFTER_SECONDS)


def _load(version: int) -> Almanac:
    return Almanac.of(_facts_in_force().values(), version)


def _facts_in_force() -> dict[int, HolidayNotice]:
    # Ascending versions: the last one of each year stays.
    in_force = {notice.year: notice for notice in Notice.objects.order_by("year", "version")}
    return {year: notice.facts for year, notice in in_force.items()}
