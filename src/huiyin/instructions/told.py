"""The history of an instruction and its tasks, from the journal: who did what when, and what was written with it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.instructions.lifecycle import INSTRUCTION
from huiyin.instructions.lifecycle_task import TASK
from huiyin.instructions.models import Instruction
from huiyin.journal.models import Event, Remark
from huiyin.moves.taking import button_of, names_of

BY_CLOCK = {"instruction.late": "逾期未反馈", "instruction.remind": "反馈将到期，已提醒"}


@dataclass(frozen=True)
class Act:
    """One act, in words."""

    at: datetime
    who: str
    what: str
    words: list[str]


def history_of(row: Instruction) -> list[Act]:
    """Return everything that was done, the latest first."""
    units = dict(row.tasks.values_list("pk", "unit__short_name"))
    events = list(Event.objects.filter(chain_id=row.ledger_id, subject_id__in=[row.pk, *units]).order_by("-seq"))
    names, words = names_of({event.actor_id for event in events}), _words(events)
    return [
        Act(
            event.at,
            names.get(event.actor_id, ""),
            _what(event, units.get(event.subject_id, "")),
            words.get(event.id, []),
        )
        for event in events
    ]


def _what(event: Event, unit: str) -> str:
    table = TASK if event.verb.startswith("instruction_task.") else INSTRUCTION
    return f"{unit} {BY_CLOCK.get(event.verb) or button_of(table, event.verb)}".strip()


def _words(events: list[Event]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    remarks = Remark.objects.filter(event_id__in=[event.id for event in events], erased_at__isnull=True)
    for remark in remarks.order_by("field"):
        found.setdefault(remark.event_id, []).append(remark.text)
    return found
