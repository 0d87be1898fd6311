"""What was reported and what the checks found, by unit or by month: a few statements, however many there are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Left, TruncMonth

from huiyin.flow.times import ONE_DAY
from huiyin.measures.scope import Scope
from huiyin.rechecks.measures import closed_as, drawn
from huiyin.rechecks.shown import Counted
from huiyin.units.models import Unit
from huiyin.units.path import SEGMENT

BY = (("unit", "按一级单位"), ("month", "按办结月份"))
CENTRE = "中心直接办理"


def whole(scope: Scope) -> Counted:
    """Return the figures of the whole city."""
    one = Counted("全市", _days(scope))
    one.satisfied, one.rated = closed_as(scope, True).count(), closed_as(scope, True, False).count()
    for _, verdict, n in _tallied(drawn(scope).annotate(_key=Value("")), "verdict"):
        _add(one, verdict, n)
    return one


def by_unit(scope: Scope) -> list[Counted]:
    """Return the figures of each unit below the centre, and of what the centre answered itself, in the order of the tree."""
    names = dict(Unit.objects.filter(depth=1).values_list("path", "name"))
    label = {path: names.get(path, CENTRE) for path in ("", *names)}
    found = _counted(scope, lambda rows, path: rows.annotate(_key=Left(F(path), Value(SEGMENT))))
    lines = [_named(one, label.get(key, CENTRE), {**_days(scope), "unit": key} if key else _days(scope))
             for key, one in sorted(found.items())]  # fmt: skip
    return [*lines[1:], lines[0]] if lines and "" in found else lines


def by_month(scope: Scope) -> list[Counted]:
    """Return the figures of each month of closing."""
    found = _counted(scope, lambda rows, path: rows.annotate(_key=TruncMonth("closed_day")))
    return [_named(one, f"{month:%Y-%m}", _month(month)) for month, one in sorted(found.items())]


def _counted(scope: Scope, keyed: Any) -> dict[Any, Counted]:
    found: dict[Any, Counted] = {}
    for name, satisfied in (("satisfied", (True,)), ("rated", (True, False))):
        for key, n in _tallied(keyed(closed_as(scope, *satisfied), "lead_path")):
            setattr(found.setdefault(key, Counted("")), name, n)
    for key, verdict, n in _tallied(keyed(drawn(scope), "unit_path"), "verdict"):
        _add(found.setdefault(key, Counted("")), verdict, n)
    return found


def _tallied(rows: QuerySet[Any], *more: str) -> Iterable[tuple[Any, ...]]:
    return rows.order_by().values_list("_key", *more).annotate(n=Count("pk"))


def _add(one: Counted, verdict: str, n: int) -> None:
    one.drawn += n
    if verdict:
        one.verdicts[verdict] = n


def _named(one: Counted, label: str, asked: dict[str, str]) -> Counted:
    one.label, one.asked = label, asked
    return one


def _days(scope: Scope) -> dict[str, str]:
    days = (("from", scope.since), ("to", scope.until - ONE_DAY if scope.until else None))
    return {name: day.isoformat() for name, day in days if day}


def _month(first: date) -> dict[str, str]:
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return {"from": first.isoformat(), "to": (after - ONE_DAY).isoformat()}
