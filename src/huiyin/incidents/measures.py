"""The figures that incidents count: how many, their cases, tasks on time, and what was put in; the rulebook names those."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.cases.scoped import cases_in, within
from huiyin.flow.times import ONE_DAY
from huiyin.incidents.models import SCALE, Gathered, Incident, Resource, Task
from huiyin.incidents.queries import kept
from huiyin.incidents.states import TaskState
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook


def incidents_in(scope: Scope) -> QuerySet[Incident]:
    """Return the incidents that came into force in the period; they belong to the whole city."""
    rows = within(scope, "in_force_at", Incident.objects.all())
    return rows.none() if _is_part(scope) or scope.unit_path else rows


def gathered_cases(scope: Scope) -> QuerySet[Case]:
    """Return the cases that were received in the period and belong to an incident."""
    links = Gathered.objects.filter(left_at__isnull=True, case=OuterRef("pk"))
    return within(scope, "received_at", cases_in(scope)).filter(Exists(links))


def tasks_due(scope: Scope) -> QuerySet[Task]:
    """Return the tasks that fell due in the period and were not called off."""
    return _of_units(scope, within(scope, "due_at", Task.objects.exclude(state=TaskState.CALLED_OFF)))


def tasks_on_time(scope: Scope) -> QuerySet[Task]:
    """Return those of them that were reported in time."""
    return tasks_due(scope).filter(reported_at__lte=F("due_at"))


def tasks_on_site(scope: Scope) -> QuerySet[Task]:
    """Return those of them for which somebody went there and said where."""
    return tasks_due(scope).exclude(place="").filter(reported_at__isnull=False)


def resources_in(kind: str, scope: Scope) -> QuerySet[Resource]:
    """Return the entries of one kind whose moment lies in the period."""
    return _of_units(scope, within(scope, "on", kept(Resource.objects.filter(kind=kind))))


def total(rows: Any) -> int | Fraction:
    """Return the sum of the amounts."""
    value = Fraction(int(rows.aggregate(total=Sum("scaled"))["total"] or 0), SCALE)
    return int(value) if value.denominator == 1 else value


def _of_units(scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    # Tasks and amounts know neither topics nor channels: where these narrow a scope, nothing of them is counted.
    if _is_part(scope):
        return rows.none()
    return rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows


def _is_part(scope: Scope) -> bool:
    return any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag))


def _address(name: str, more: dict[str, str], scope: Scope) -> str:
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {**more, **{key: day.isoformat() for key, day in days.items() if day}}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    return f"{reverse(name)}?{urlencode(asked)}"


def _tasks(name: str, label: str, definition: str, rows: Any, more: dict[str, str]) -> Measure:
    listed = partial(_address, "incidents:tasks", more)
    return Measure(name, label, definition, "项", "happened_in_period", rows, None, listed)


MEASURES: tuple[Measure | Rate, ...] = (
    Measure("incidents", "突发事件", "期间内启动的突发事件数。", "起", "happened_in_period", incidents_in, None,
            partial(_address, "incidents:index", {})),
    Measure("incident_cases", "突发事件工单", "期间内收到并关联到突发事件的诉求件数，移出的不计。", "件", "happened_in_period",
            gathered_cases),
    _tasks("incident_tasks", "突发事件任务", "期间内到期的突发事件任务数，撤销的不计。",
           tasks_due, {"which": "due"}),
    _tasks("incident_tasks_on_time", "按期报告任务", "到期的突发事件任务中在期限内报告完成的项数。",
           tasks_on_time, {"which": "on_time"}),
    _tasks("incident_tasks_on_site", "现场处置任务", "到期的突发事件任务中报告了现场地点的项数。",
           tasks_on_site, {"which": "on_site"}),
    Rate("incident_task_rate", "任务按期报告率", "按期报告的突发事件任务占到期任务的比例。",
         "incident_tasks_on_time", "incident_tasks"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterator[Measure]:
    """Give one measure for each thing that the rulebook counts in the log of incidents."""
    for kind in book.incidents.resources:
        yield Measure(
            f"incident_{kind.code}", kind.label, f"期间内突发事件记录的{kind.label}合计，撤下的不计。", kind.measure,
            "happened_in_period", partial(resources_in, kind.code), total,
            partial(_address, "incidents:all_resources", {"kind": kind.code}),
        )  # fmt: skip
