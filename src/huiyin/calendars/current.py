"""The almanac in force: read once by each process, and read again when the stamp in the database says so."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.models import Notice, Stamp

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
    # Ascending versions: the last one of each year stays.
    in_force = {notice.year: notice for notice in Notice.objects.order_by("year", "version")}
    return Almanac.of((notice.facts for notice in in_force.values()), version)
