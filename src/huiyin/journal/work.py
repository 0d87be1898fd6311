"""Owed work: what the rooms do after an event, run after its commit, at least once, in the order of the events."""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.db.models import Q

from huiyin.journal.follow import Follower, follower_named, followers_of
from huiyin.journal.leases import LEASE, Lease, Lost, Watch, in_hand
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.writing import writing

LONGEST_PAUSE = timedelta(hours=1)
"""The pauses between the tries of a follower that fails grow 1, 2, 4 ... minutes up to this."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """What a worker did: events done, followers that failed, names of followers that no room has any more."""

    done: int = 0
    failed: int = 0
    unknown: tuple[str, ...] = ()

    def __add__(self, other: "Delivered") -> "Delivered":
        names = dict.fromkeys((*self.unknown, *other.unknown))
        return Delivered(self.done + other.done, self.failed + other.failed, tuple(names))

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.done or self.failed)


def deliver(at: datetime, batch: int = 50, lease: timedelta = LEASE) -> Delivered:
    """Let everybody follow up to `batch` events, the oldest first; other workers get other ones.

    Each follower has a transaction of its own. One that fails is tried again later, without holding up the others.
    """
    watch = Watch.from_now(at)
    rows = _take(Owed.objects.filter(_free(at)).order_by("recorded_at", "event_id"), "leased_until", batch, at + lease)
    leases = {row.event_id: Lease(Owed, row.pk, "leased_until", at + lease, lease, watch) for row in rows}
    delivered = Delivered()
    for event in _events_of(rows):
        delivered += _serve(event, leases[event.id], at)
    return delivered


def retry(at: datetime, batch: int = 50, lease: timedelta = LEASE) -> Delivered:
    """Try again what failed and whose pause is over. A follower that no room has any more is kept and named."""
    watch = Watch.from_now(at)
    ripe = OwedAgain.objects.filter(next_at__lte=at).order_by("next_at", "id")
    rows = _take(ripe, "next_at", batch, at + lease)
    events = {event.id: event for event in _events_of(rows)}
    delivered = Delivered()
    for row in rows:
        mine = Lease(OwedAgain, row.pk, "next_at", at + lease, lease, watch)
        delivered += _serve_again(row, events.get(row.event_id), mine, at)
    return delivered


def deliver_all(now: Callable[[], datetime], seconds: float | None = None) -> Delivered:
    """Deliver and retry until nothing is left that can be done now, or the seconds are over."""
    began, total = monotonic(), Delivered()
    while seconds is None or monotonic() - began < seconds:
        at = now()
        round_of_work = deliver(at) + retry(at)
        total += round_of_work
        if round_of_work.is_nothing:
            break
    return total


def pause_after(attempts: int) -> timedelta:
    """Return how long a follower waits that has failed so often."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def _free(at: datetime) -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lt=at)


def _take(rows: Any, field: str, batch: int, until: datetime) -> list[Any]:
    # PostgreSQL passes over rows that another worker is taking; on SQLite the write transaction is the turn.
    with writing():
        taken = list(rows.select_for_update(skip_locked=True)[:batch])
        rows.model.objects.filter(pk__in=[row.pk for row in taken]).update(**{field: until})
    return taken


def _events_of(rows: Sequence[Any]) -> list[Event]:
    # The moment stands in the key of a partitioned journal, so it is asked for as well.
    found = Event.objects.filter(
        recorded_at__in={row.recorded_at for row in rows}, id__in=[row.event_id for row in rows]
    )
    return sorted(found, key=lambda event: (event.recorded_at, event.seq))


def _serve(event: Event, lease: Lease, at: datetime) -> Delivered:
    failed = 0
    try:
        for follower in followers_of(event.verb):
            failed += not _follow(follower, event, lease, at)
        return Delivered(int(lease.finish()), failed)
    except Lost:
        return Delivered(0, failed)


def _follow(follower: Follower, event: Event, lease: Lease, at: datetime) -> bool:
    if error := _error_of(follower, event, lease, at):
        again = OwedAgain(
            event_id=event.id, recorded_at=event.recorded_at, follower=follower.name, error=error,
            next_at=at + pause_after(1),
        )  # fmt: skip
        OwedAgain.objects.bulk_create([again], ignore_conflicts=True)
    return not error


def _serve_again(row: OwedAgain, event: Event | None, lease: Lease, at: datetime) -> Delivered:
    follower = follower_named(row.follower)
    if follower is None or event is None:
        lease.put_off(at + LONGEST_PAUSE)
        return Delivered(unknown=(row.follower,))
    try:
        if error := _error_of(follower, event, lease, at):
            attempts = row.attempts + 1
            lease.put_off(at + pause_after(attempts), attempts=attempts, error=error)
            return Delivered(failed=1)
        return Delivered(done=int(lease.finish()))
    except Lost:
        return Delivered()


def _error_of(follower: Follower, event: Event, lease: Lease, at: datetime) -> str:
    """Run a follower and return what went wrong in words without anybody's data; "" where nothing did."""
    token = in_hand.set(lease)
    try:
        _run(follower, event, lease, at)
    except Lost:
        raise
    except Exception as error:
        words = words_of(error)
        log.warning("follower %s failed on %s: %s", follower.name, event.verb, words)
        return words
    finally:
        in_hand.reset(token)
    return ""


def _run(follower: Follower, event: Event, lease: Lease, at: datetime) -> None:
    if follower.in_pieces:
        follower.follow(event, at)
        return
    with writing():
        lease.hold()
        follower.follow(event, at)
        lease.renew_if_short()


def words_of(error: BaseException) -> str:
    """Return the kind of an error and its place in our code. Its message is left out: it may quote a row."""
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if "huiyin" in Path(place.filename).parts] or list(places)
    where = f" {Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}" if ours else ""
    return f"{type(error).__name__}{where}"[:200]
