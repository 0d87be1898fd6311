"""What became of a unit: follows mergers, splits and closings from one day to another."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.units.models import Succession, SuccessionKind

_LEADING_ON = (SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.CLOSE)


@dataclass(frozen=True)
class Step:
    """One step away from a unit; steps of one day keep the order in which they were recorded.

    `ends` is False where the unit only gave something away and lived on.
    """

    on: date
    order: int
    to_id: UUID | None
    ends: bool


class Lineage:
    """All steps up to a day, read in one statement, to answer for many units."""

    def __init__(self, day: date) -> None:
        rows = Succession.objects.filter(on__lte=day, kind__in=_LEADING_ON).order_by("on", "-heir", "id")
        found = list(rows.values_list("id", "from_unit", "on", "to_unit", "heir", "kind"))
        # A split without an heir is one that the unit survived: it kept its open cases itself.
        inherited = {(unit, on) for _, unit, on, _, heir, _ in found if heir}
        self._steps: dict[UUID, list[Step]] = defaultdict(list)
        for pk, unit, on, to, _, kind in found:
            self._steps[unit].append(Step(on, pk, to, kind != SuccessionKind.SPLIT or (unit, on) in inherited))

    def after(self, unit_id: UUID, since: date | None = None) -> tuple[UUID, ...]:
        """Return what the unit of the day `since` has become, the heir first; itself if nothing happened.

        Empty for a unit that closed without a successor. Without `since` the whole life of the unit counts.
        """
        found: dict[UUID, None] = {}
        self._follow(unit_id, (since or date.min, 0), found)
        return tuple(found)

    def _follow(self, unit_id: UUID, since: tuple[date, int], found: dict[UUID, None]) -> None:
        # What a unit gave away on the very day is gone from it already; what ended it that day still leads on.
        ahead = [s for s in self._steps[unit_id] if (s.on, s.order) > since and (s.ends or s.on > since[0])]
        if not any(step.ends for step in ahead):
            found[unit_id] = None
        for step in ahead:
            if step.to_id:
                self._follow(step.to_id, (step.on, step.order), found)
