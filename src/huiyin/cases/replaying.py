"""What the journal alone says of a case: states, units, due times and counts. The same events always say the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.journal.models import Event

BEGIN_SHARE = frozenset({"assignment.assign", "assignment.carry_over"})
COUNTED = {"case.reject_reply": "rejections", "case.redo": "redos", "case.reopen": "redos"}
DUE_OF = {"citizen": "case", "unit_reply": "assignment"}
"""Clocks whose due time stands on the row of a case or of a share as well."""


@dataclass
class Told:
    """What is told of one case: the state of each thing, the unit of each share, due times, and how often what was done."""

    states: dict[UUID, str] = field(default_factory=dict)
    units: dict[UUID, UUID] = field(default_factory=dict)
    roles: dict[UUID, str] = field(default_factory=dict)
    due: dict[UUID, datetime | None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def replay(events: Iterable[Any]) -> Told:
    """Fold the events of one case, in the order of their chain. Asks nothing else."""
    told = Told()
    for event in events:
        if event.state_after:
            told.states[event.subject_id] = event.state_after
        _take_unit(told, event)
        _take_due(told, event)
        _count(told, event)
    return told


def _take_unit(told: Told, event: Any) -> None:
    if event.verb in BEGIN_SHARE:
        told.roles[event.subject_id] = event.said["role"]
    if event.verb in BEGIN_SHARE or event.verb == "assignment.hand_to_successor":
        told.units[event.subject_id] = UUID(event.said["unit"])


def _take_due(told: Told, event: Any) -> None:
    if event.subject_kind == "clock" and event.said.get("kind") in DUE_OF and "new" in event.said:
        told.due[UUID(event.said["of"])] = datetime.fromisoformat(event.said["new"])
    elif event.subject_kind in {"case", "assignment"} and "due" in event.said and event.state_after:
        due = event.said["due"]
        told.due[event.subject_id] = datetime.fromisoformat(due) if due else None


def _count(told: Told, event: Any) -> None:
    if event.verb in COUNTED:
        told.counts[COUNTED[event.verb]] += 1
    if event.verb == "assignment.annul" and told.roles.get(event.subject_id) != Role.SUB:
        told.counts["returns"] += 1


def differences(case_id: UUID) -> list[str]:
    """Return where the rows of a case are not what its events say, in words; empty where they agree."""
    told = replay(Event.objects.filter(chain_id=case_id).order_by("seq"))
    case = Case.objects.get(pk=case_id)
    found = [
        f"{name}: {getattr(case, name)} 件，日志为 {told.counts[name]}"
        for name in ("returns", "rejections", "redos")
        if getattr(case, name) != told.counts[name]
    ]
    for row in [case, *Assignment.objects.filter(case_id=case_id), *Application.objects.filter(case_id=case_id)]:
        found += _differs(row, "state", told.states.get(row.pk))
        if not isinstance(row, Application):
            found += _differs(row, "due_at", told.due.get(row.pk))
        if isinstance(row, Assignment):
            found += _differs(row, "unit_id", told.units.get(row.pk))
    return found


def _differs(row: Any, name: str, told: Any) -> list[str]:
    stands = getattr(row, name)
    return [] if stands == told else [f"{type(row).__name__} {row.pk} {name}: {stands}，日志为 {told}"]
