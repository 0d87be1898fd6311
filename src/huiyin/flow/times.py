"""The one clock of the house: the present moment, and the local day of a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
CITY_TZ = ZoneInfo("Asia/Shanghai")

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """Return the present moment in UTC. This is the only place that reads the machine's clock."""
    return _travelled.get() or datetime.now(UTC)


@contextmanager
def travelling(at: datetime) -> Iterator[None]:
    """Let `now` answer `at` within the block: tests and the simulation travel, they never wait."""
    _require_aware(at)
    token = _travelled.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.reset(token)


def local(at: datetime) -> datetime:
    """Return the moment as the wall clock of the city shows it."""
    _require_aware(at)
    return at.astimezone(CITY_TZ)


def local_day(at: datetime) -> date:
    """Return the day of the city's calendar on which the moment falls."""
    return local(at).date()


def _require_aware(at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {at!r}")
