"""Calls by hour, by day, by agent, by called number: each line with the way back to its calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from huiyin.calls.measures import SOON, asked_of, calls
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import WANTED_SOMEBODY
from huiyin.flow import times
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.scope import Scope
from huiyin.people.models import User
from huiyin.rulebook.calls import CallOutcome

BY = (("hour", "按时段"), ("day", "按日期"), ("agent", "按话务员"), ("line", "按被叫号码"))


@dataclass
class Counted:
    """The calls of one hour of the day, one day, one agent, or all."""

    label: str
    asked: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    answered: int = 0
    soon: int = 0
    missed: int = 0
    wait: float | None = None
    talk: float | None = None

    @property
    def answer_rate(self) -> str:
        """Which share of all calls was answered."""
        return _share(self.answered, self.calls)

    @property
    def soon_rate(self) -> str:
        """Which share of the answered was answered soon."""
        return _share(self.soon, self.answered)

    @property
    def waited(self) -> str:
        """How long the answered waited, on the average."""
        return "—" if self.wait is None else f"{self.wait:.0f} 秒"

    @property
    def talked(self) -> str:
        """How long they talked, on the average."""
        return "—" if self.talk is None else f"{int(self.talk) // 60} 分 {int(self.talk) % 60} 秒"


ANSWERED = Q(outcome=CallOutcome.ANSWERED)
COUNTS: dict[str, Any] = {
    "calls": Count("pk"), "answered": Count("pk", filter=ANSWERED),
    "soon": Count("pk", filter=ANSWERED & Q(waited__lte=SOON)),
    "missed": Count("pk", filter=Q(outcome__in=WANTED_SOMEBODY)),
    "wait": Avg("waited", filter=ANSWERED), "talk": Avg("talked", filter=ANSWERED & Q(ended_at__isnull=False)),
}  # fmt: skip


def whole(scope: Scope) -> Counted:
    """Return the figures of all calls."""
    return Counted("合计", asked_of(scope), **calls(scope).aggregate(**COUNTS))


def by(way: str, scope: Scope) -> list[Counted]:
    """Return the figures by hour, day or agent."""
    return {"hour": _by_hour, "day": _by_day, "agent": _by_agent, "line": _by_line}[way](scope)


def _by_hour(scope: Scope) -> list[Counted]:
    return _lines(scope, "hour", lambda hour: (f"{hour:02}:00–{hour + 1:02}:00", {"hour": str(hour)}))


def _by_day(scope: Scope) -> list[Counted]:
    def told(day: date) -> tuple[str, dict[str, str]]:
        return f"{day:%Y-%m-%d}", {"from": day.isoformat(), "to": day.isoformat()}

    return _lines(scope, "day", told)


def _by_agent(scope: Scope) -> list[Counted]:
    # A number that belongs to nobody here still answered: it stands as it was told.
    names = dict(User.objects.filter(pk__in=calls(scope).values("agent")).values_list("username", "name"))

    def told(number: str) -> tuple[str, dict[str, str]]:
        return f"{names.get(number, '')} {number}".strip(), {"agent": number}

    rows = calls(scope).exclude(agent_number="")
    return sorted(_lines(scope, "agent_number", told, rows), key=lambda one: -one.answered)


def _by_line(scope: Scope) -> list[Counted]:
    rows = calls(scope).exclude(line="")
    day = (scope.until or local_day(times.now())) - ONE_DAY
    names = Lines().names(rows.order_by().values_list("line", flat=True).distinct(), day)
    found = _lines(scope, "line", lambda number: (names[number], {"called": number}), rows)
    return sorted(found, key=lambda one: -one.calls)


def _lines(
    scope: Scope, key: str, told: Callable[[Any], tuple[str, dict[str, str]]], rows: QuerySet[Any] | None = None
) -> list[Counted]:
    found: Any = (calls(scope) if rows is None else rows).order_by().values(key).annotate(**COUNTS)
    lines = []
    for one in sorted(found, key=lambda row: row[key]):
        label, asked = told(one.pop(key))
        lines.append(Counted(label, {**asked_of(scope), **asked}, **one))
    return lines


def _share(part: int, of: int) -> str:
    return f"{(1000 * part + of // 2) // of / 10:.1f}%" if of else "—"
