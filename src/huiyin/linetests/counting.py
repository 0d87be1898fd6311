"""The rates of the test calls by unit or by month, each line with the way back to its calls."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Left, TruncMonth

from huiyin.flow.times import CITY_TZ, ONE_DAY
from huiyin.linetests.measures import tested
from huiyin.linetests.states import Heard, LineState
from huiyin.measures.scope import Scope
from huiyin.units.models import Unit
from huiyin.units.path import SEGMENT

BY = (("unit", "按一级单位"), ("month", "按月份"))


@dataclass
class Counted:
    """The calls to one unit and those below it, of one month, or of all."""

    label: str
    asked: dict[str, str] = field(default_factory=dict)
    told: int = 0
    answered: int = 0
    in_time: int = 0
    missed: int = 0
    discourteous: int = 0

    @property
    def answer_rate(self) -> str:
        """Which share was answered."""
        return _share(self.answered, self.told)

    @property
    def in_time_rate(self) -> str:
        """Which share was answered in time."""
        return _share(self.in_time, self.told)


COUNTS = {
    "told": Count("pk"), "answered": Count("pk", filter=Q(state=LineState.ANSWERED)),
    "in_time": Count("pk", filter=Q(state=LineState.ANSWERED, heard=Heard.IN_TIME)),
    "missed": Count("pk", filter=Q(state=LineState.MISSED)),
    "discourteous": Count("pk", filter=Q(state=LineState.ANSWERED, discourteous=True)),
}  # fmt: skip


def whole(scope: Scope) -> Counted:
    """Return the figures of the whole city."""
    return Counted("全市", _days(scope), **tested(scope).aggregate(**COUNTS))


def by_unit(scope: Scope) -> list[Counted]:
    """Return the figures of each unit below the centre with those below it, the worst first."""
    names = dict(Unit.objects.filter(depth=1).values_list("path", "name"))
    rows = tested(scope).annotate(_key=Left(F("unit_path"), Value(SEGMENT)))
    lines = [Counted(names.get(key, key), {**_days(scope), "unit": key}, **counts) for key, counts in _grouped(rows)]
    return sorted(lines, key=lambda one: (one.answered / one.told, one.in_time / one.told, one.asked["unit"]))


def by_month(scope: Scope) -> list[Counted]:
    """Return the figures of each month."""
    rows = tested(scope).annotate(_key=TruncMonth("tested_at", tzinfo=CITY_TZ))
    return [Counted(f"{key:%Y-%m}", _month(key.date()), **counts) for key, counts in _grouped(rows)]


def _grouped(rows: QuerySet[Any]) -> list[tuple[Any, dict[str, int]]]:
    found: Any = rows.order_by().values("_key").annotate(**COUNTS)
    return sorted(((one.pop("_key"), one) for one in found), key=lambda pair: pair[0])


def _days(scope: Scope) -> dict[str, str]:
    days = (("from", scope.since), ("to", scope.until - ONE_DAY if scope.until else None))
    return {name: day.isoformat() for name, day in days if day}


def _month(first: date) -> dict[str, str]:
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return {"from": first.isoformat(), "to": (after - ONE_DAY).isoformat()}


def _share(part: int, of: int) -> str:
    return f"{(1000 * part + of // 2) // of / 10:.1f}%" if of else "—"
