"""What follows from the moves of an entry: content, old and new in the journal, an edition, what is added to figures."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert
from huiyin.privacy.installed import ring
from huiyin.privacy.lookup import lookup_hash
from huiyin.registers.models import Amount, Edition
from huiyin.registers.periods import period_of
from huiyin.registers.reckoning import due_on
from huiyin.registers.values import figures_of, shown, understood
from huiyin.rulebook.registers import Register, RegisterField
from huiyin.units.models import Unit

COUNTER = "registers"
FREE = frozenset({"text", "lines"})


def give_number(step: Step) -> None:
    """The entry gets a number by which people call it."""
    step.subject.number = draw(COUNTER)


def write_content(step: Step) -> None:
    """Take over what was said; the journal keeps old and new of every field that changed."""
    row, register = step.subject, step.facts.register
    raw = {one["name"]: one["value"] for one in step.said["content"]}
    content = understood(register, raw, step.facts.find_unit, step.facts.find_entry)[0]
    step.record["register"], step.record["unit"] = register.code, row.unit_id
    if changes := changes_between(register, row.content, content):
        step.record["changes"] = changes
    if row.day and row.day != step.said["day"]:
        step.record["day_before"] = row.day
    if register.tell and not row.edition:
        step.record["tell"], step.record["entry"] = list(register.tell), register.entry
    row.day, row.content = step.said["day"], content
    row.words = words_of(register, content)
    row.fingerprint = fingerprint_of(register.code, row.unit_id, row.day, content)
    row.edition += 1
    row.changed_at = step.at


def set_due(step: Step) -> None:
    """A report of a period is on time or late from its first writing on."""
    row, register = step.subject, step.facts.register
    if register.due:
        row.once = True
        row.due_on = due_on(register.due, period_of(register.belongs, row.day))
        row.late = local_day(step.at) > row.due_on
        step.record["late"] = row.late


def set_deadline(step: Step) -> None:
    """What is cleared one by one has a day until which it should be."""
    clearing = step.facts.register.clearing
    said = step.subject.content.get(clearing.until) if clearing else None
    step.subject.deadline = date.fromisoformat(said) if said else None


def ask_clearing(step: Step) -> None:
    """Remember who asked, so that another one approves."""
    step.subject.asked_by_id = step.actor.user_id
    step.subject.changed_at = step.at
    step.record["register"], step.record["entry"] = step.facts.register.code, step.facts.register.entry
    step.record["tell"], step.record["unit"] = list(step.facts.register.clearing.approves), step.subject.unit_id


def clear(step: Step) -> None:
    """Write the day on which it was cleared."""
    step.subject.cleared_on = local_day(step.at)
    step.subject.changed_at = step.at


def keep_edition(step: Step) -> None:
    """Keep the content as it is now."""
    row = step.subject
    insert(
        [
            Edition(
                entry_id=row.pk,
                number=row.edition,
                day=row.day,
                content=row.content,
                at=step.at,
                by_id=step.actor.user_id,
            )
        ]
    )


def count_figures(step: Step) -> None:
    """Write what the entry adds to the figures."""
    row = step.subject
    Amount.objects.filter(entry_id=row.pk).delete()
    found = figures_of(step.facts.register, row.content)
    if found:
        insert([Amount(entry_id=row.pk, field=f, option=option, scaled=scaled) for f, option, scaled in found])


def note_the_change(step: Step) -> None:
    """Keep when it changed last."""
    step.subject.changed_at = step.at


def changes_between(register: Register, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return old and new by field: codes and numbers as they are, of free words a keyed hash only."""
    found: dict[str, dict[str, Any]] = {}
    for field in register.fields:
        before, after = old.get(field.code), new.get(field.code)
        if before != after:
            sides = {"old": _told(field, before), "new": _told(field, after)}
            found[field.code] = {side: value for side, value in sides.items() if value is not None}
    return found


def words_of(register: Register, content: Mapping[str, Any]) -> str:
    """Return the words by which an entry is found: what was written, and what the chosen options are called."""
    unit_ids = [content[f.code] for f in register.fields if f.kind == "unit" and f.code in content]
    names = {str(pk): name for pk, name in Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name")}
    kinds = {"text", "lines", "choice", "unit"}
    return "\n".join(shown(f, content[f.code], names) for f in register.fields if f.kind in kinds and f.code in content)


def fingerprint_of(register: str, unit_id: Any, day: date, content: Mapping[str, Any]) -> str:
    """Return what is equal for two entries that say the same."""
    told = json.dumps([register, str(unit_id or ""), day.isoformat(), content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _told(field: RegisterField, value: Any) -> Any:
    if value is None or field.kind not in FREE:
        return value
    return {"hash": lookup_hash(ring(), "remark", value).hex()}
