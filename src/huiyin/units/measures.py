"""The figures that this room can count."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.flow import times
from huiyin.flow.times import CITY_TZ
from huiyin.measures.kinds import Measure
from huiyin.measures.scope import Scope
from huiyin.units.contacts import changes_between

_EVER = datetime(1900, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def contact_changes(scope: Scope) -> Any:
    """Return the contacts that took over a role in the period, in the unit of the scope and below it."""
    start = datetime.combine(scope.since, datetime.min.time(), CITY_TZ) if scope.since else _EVER
    end = datetime.combine(scope.until, datetime.min.time(), CITY_TZ) if scope.until else times.now()
    # The days of a period include its first moment and not the first moment after it.
    changes = changes_between(start - _TICK, end - _TICK)
    return changes.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else changes


MEASURES = (
    Measure(
        name="contact_changes",
        label="联系人变更",
        definition="期间内各单位主要领导、分管领导、承办人换人的次数，首次登记和同一人改号码不计。",
        unit="次",
        counts="happened_in_period",
        rows=contact_changes,
    ),
)
