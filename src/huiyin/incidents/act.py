"""The doors of the incidents: declaring, gathering cases, giving tasks, logging resources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.files.act import Prepared, keep
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.incidents.lifecycle import INCIDENT
from huiyin.incidents.lifecycle_parts import RESOURCE, TASK
from huiyin.incidents.models import Gathered, How, Incident, Resource, Task
from huiyin.incidents.queries import book_on, incident_facts, late_tasks, resource_facts, task_facts, visible_to
from huiyin.incidents.states import RUNNING
from huiyin.incidents.who import may_gather
from huiyin.journal.door import Door, note
from huiyin.journal.models import Ledger
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.units.models import Unit
from huiyin.units.queries import active

INCIDENT_DOOR = Door(INCIDENT, Incident, incident_facts, head_model=Ledger, head_field="ledger_id")
TASK_DOOR = Door(TASK, Task, task_facts, head_model=Ledger, head_field="ledger_id")
RESOURCE_DOOR = Door(RESOURCE, Resource, resource_facts, head_model=Ledger, head_field="ledger_id")

MOST_AT_ONCE = 200


def declare(said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Incident:
    """Declare an incident; the same `key` sent twice declares one. Raises Refused."""
    with writing():
        pk = uuid7()
        row = Incident(
            id=pk, book=book_on(at).id, ledger=_ledger(pk), declared_at=at, declared_by_id=actor.user_id
        )  # fmt: skip
        event = INCIDENT_DOOR.begin(row, "declare", said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Incident.objects.get(pk=event.subject_id)


def move_incident(incident: Incident, action: str, said: Mapping[str, Any], *, actor: Actor, at: datetime) -> Incident:
    """Move an incident and return it as it then stands. Raises Refused."""
    INCIDENT_DOOR.move(incident.pk, action, said, actor=actor, at=at)
    return Incident.objects.get(pk=incident.pk)


def give_tasks(
    incident: Incident, units: Sequence[UUID], said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = ""
) -> list[Task]:
    """Give one task to each of the units; all of them or none. Raises Refused."""
    open_units = {unit.pk: unit for unit in active(local_day(at)).filter(pk__in=list(units))}
    if not units:
        raise Refused([], {"units": "请选择单位"})
    if len(open_units) < len(set(units)):
        raise Refused([], {"units": "有单位不存在或已撤销"})
    made = []
    with writing():
        for number, unit_id in enumerate(dict.fromkeys(units)):
            row = Task(
                book=incident.book, ledger_id=incident.ledger_id, incident=incident, unit=open_units[unit_id], given_at=at,
                given_by_id=actor.user_id,
            )  # fmt: skip
            event = TASK_DOOR.begin(row, "give", said, actor=actor, at=at, key=f"{key}.{number}" if key else "")
            made.append(row if event.subject_id == row.pk else Task.objects.get(pk=event.subject_id))
    return made


def enter_resource(
    incident: Incident, unit: Unit | None, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "",
    files: Sequence[Prepared] = (),
) -> Resource:  # fmt: skip
    """Enter so much of something, for what, into the log of an incident. Raises Refused."""
    with writing():
        row = Resource(
            book=incident.book, ledger_id=incident.ledger_id, incident=incident, unit=unit, entered_at=at,
            entered_by_id=actor.user_id,
        )  # fmt: skip
        event = RESOURCE_DOOR.begin(row, "enter", said, actor=actor, at=at, key=key)
        if event.subject_id != row.pk:
            return Resource.objects.get(pk=event.subject_id)
        for file in files:
            keep(file, subject_kind=RESOURCE.kind, subject_id=row.pk, kind="evidence", actor=actor, at=at)
    return row


def gather(
    incident: Incident, case_ids: Iterable[UUID], *, how: str, actor: Actor, at: datetime, caused_by: UUID | None = None
) -> int:
    """Say that cases belong to an incident; return how many did not yet. It stands in the journal of both.

    Raises NotYours, or NotNow for an incident that does not run.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not may_gather(actor) or not visible_to(actor).filter(pk=incident.pk).exists():
        raise NotYours(["您的岗位不能关联突发事件"])
    if len(wanted) > MOST_AT_ONCE:
        raise Refused([f"一次最多关联 {MOST_AT_ONCE} 件"])
    with writing() as now_writing:
        now_writing.lock(Ledger, incident.ledger_id)
        incident.refresh_from_db()
        if incident.state not in RUNNING:
            raise NotNow([f"事件现在是“{incident.standing.label}”，不能关联工单"])
        there = Gathered.objects.filter(incident=incident, case__in=wanted, left_at__isnull=True)
        known = set(there.values_list("case_id", flat=True))
        # A case that is registered in this very transaction is written at its end: who makes it sees it.
        found = {pk for pk in wanted if pk in now_writing.new_heads}
        found |= set(cases_visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
        if found != set(wanted):
            raise Refused(["有工单不存在，或您不能查看"])
        new = sorted(found - known)
        if not new:
            return 0
        row = note(
            "incident.gather", "incident", incident.pk, actor=actor, at=at, head=incident.ledger, caused_by=caused_by,
            said={"how": how, "cases": [str(pk) for pk in new]},
        )  # fmt: skip
        for pk in new:
            case = now_writing.lock(Case, pk)
            said = {"incident": incident.name, "how": How(how).label}
            note("case.joins_incident", "case", pk, actor=actor, at=at, head=case, said=said, caused_by=row.id)
        insert(
            [Gathered(incident_id=incident.pk, case_id=pk, how=how, at=at, by_id=actor.user_id) for pk in new]
        )  # fmt: skip
    return len(new)


def let_go(incident: Incident, case: Case, *, actor: Actor, at: datetime) -> None:
    """Take a case out of an incident again. Raises NotYours, Refused where it is not in it."""
    if not may_gather(actor) or not visible_to(actor).filter(pk=incident.pk).exists():
        raise NotYours(["您的岗位不能移出工单"])
    with writing() as now_writing:
        now_writing.lock(Ledger, incident.ledger_id)
        there = Gathered.objects.filter(incident=incident, case=case, left_at__isnull=True)
        if not there.update(left_at=at):
            raise Refused(["这件工单没有关联到该事件"])
        row = note(
            "incident.let_go", "incident", incident.pk, actor=actor, at=at, head=incident.ledger, said={"case": case.pk}
        )  # fmt: skip
        locked = now_writing.lock(Case, case.pk)
        said = {"incident": incident.name}
        note("case.leaves_incident", "case", case.pk, actor=actor, at=at, head=locked, said=said, caused_by=row.id)


def tell_of_late_tasks(at: datetime) -> int:
    """Let the platform tell of each task that nobody reported in time, once; return how many."""
    told = 0
    for pk, ledger_id in list(late_tasks(at).filter(late_told_at__isnull=True).values_list("pk", "ledger_id")):
        with writing() as now_writing:
            head = now_writing.lock(Ledger, ledger_id)
            # Two clocks at once: one of them tells.
            if late_tasks(at).filter(pk=pk, late_told_at__isnull=True).update(late_told_at=at):
                task = Task.objects.get(pk=pk)
                said = {"unit": task.unit_id, "due": task.due_at}
                note("incident_task.late", "incident_task", pk, at=at, head=head, said=said)
                told += 1
    return told


def _ledger(pk: UUID) -> Ledger:
    name = f"inc.{pk.hex}"
    Ledger.objects.bulk_create([Ledger(name=name)], ignore_conflicts=True)
    return Ledger.objects.get(name=name)
