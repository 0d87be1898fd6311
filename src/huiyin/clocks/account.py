"""The account of time (时间账): how many minutes each holder had a case. No database, no Django.

Minutes are counted on one ruler that begins with the first span, so that the parts always sum to the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One holder's time from `since` to `until`; `until` is None while it lasts."""

    holder: str
    unit_id: UUID | None
    level: int | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one holder had in sum: whole minutes and their share of the whole (0 to 1)."""

    holder: str
    unit_id: UUID | None
    level: int | None
    minutes: int
    share: float


@dataclass(frozen=True, slots=True)
class Account:
    """All parts in the order of their first appearance. `whole` minutes are the sum of the parts.

    `at_rest` are the minutes in which nobody held the case, between its end and a reopening.
    """

    whole: int
    at_rest: int
    parts: tuple[Part, ...]


def account_of(stretches: Sequence[Stretch], at: datetime) -> Account:
    """Sum up the stretches, which are in order; an open one lasts until `at`. Raises ValueError where two overlap."""
    closed = [(stretch, min(stretch.since, at), min(stretch.until or at, at)) for stretch in stretches]
    if not closed:
        return Account(0, 0, ())
    _refuse_overlap(stretches)
    beginning = closed[0][1]
    sums: dict[tuple[str, UUID | None, int | None], int] = {}
    for stretch, since, until in closed:
        key = (stretch.holder, stretch.unit_id, stretch.level)
        sums[key] = sums.get(key, 0) + _on_ruler(until, beginning) - _on_ruler(since, beginning)
    whole = sum(sums.values())
    parts = tuple(Part(*key, minutes, minutes / whole if whole else 0.0) for key, minutes in sums.items())
    return Account(whole, _on_ruler(closed[-1][2], beginning) - whole, parts)


def _on_ruler(moment: datetime, beginning: datetime) -> int:
    return (moment - beginning) // A_MINUTE


def _refuse_overlap(stretches: Iterable[Stretch]) -> None:
    for earlier, later in pairwise(stretches):
        if earlier.until is None or earlier.until > later.since:
            raise ValueError("two holders cannot have a case at the same time")
