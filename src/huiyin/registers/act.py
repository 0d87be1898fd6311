"""The door of the registers: entries are written, amended, withdrawn and get attachments here and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.files.act import Prepared, keep
from huiyin.flow.actor import Actor
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.registers.lifecycle import REGISTER
from huiyin.registers.models import Entry
from huiyin.registers.periods import Period, read_period
from huiyin.registers.queries import (
    book_on,
    entry_facts,
    entry_there,
    is_in_use,
    register_of,
    unit_found,
    units_to_enter_for,
)
from huiyin.registers.values import understood
from huiyin.registers.who import attacher, may_enter
from huiyin.rulebook.registers import Register
from huiyin.units.models import Unit

KIND = "register"
ENTRY_DOOR = Door(REGISTER, Entry, entry_facts, head_model=Ledger, head_field="ledger_id")


@dataclass
class Said:
    """One entry as it was typed, understood: what is stored, and by field why something cannot be."""

    period: Period | None = None
    unit: Unit | None = None
    content: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, Any]:
        """What the table asks for."""
        rows = [{"name": code, "value": str(value)} for code, value in self.content.items()]
        return {"day": self.period.first if self.period else None, "content": rows}


def read_entry(register: Register, raw: Mapping[str, Any], actor: Actor, day: date, *, with_unit: bool = True) -> Said:
    """Understand what was typed for an entry: unit, day or period, and every field. Nothing is written."""
    said = Said()
    if register.of_unit and with_unit:
        said.unit = _unit_meant(register, str(raw.get("unit") or "").strip(), actor, day, said.errors)
    name = "day" if register.belongs == "day" else "period"
    typed = str(raw.get(name) or "").strip()
    said.period = read_period(register.belongs, typed)
    if said.period is None:
        said.errors[name] = (_UNREADABLE[register.belongs] if typed else "请填写{label}").format(
            label=register.when_label
        )
    said.content, errors = understood(register, raw, unit_found, entry_there)
    said.errors |= errors
    return said


_UNREADABLE = {
    "day": "{label}应是日期，如 2018-06-01", "month": "{label}应写成 2018-06 或 2018年6月",
    "quarter": "{label}应写成 2018-Q2 或 2018年第二季度", "year": "{label}应写成 2018 或 2018年",
}  # fmt: skip


def write_entry(
    register: Register, raw: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "",
    files: Sequence[Prepared] = (),
) -> Entry:  # fmt: skip
    """Enter a line; the same `key` sent twice enters one. Raises Refused with every reason."""
    if not may_enter(actor, register):
        raise NotYours([f"您的岗位不能登记“{register.label}”"])
    day = local_day(at)
    if not is_in_use(register, day):
        raise NotNow([f"“{register.label}”已停用，不再登记"])
    said = read_entry(register, raw, actor, day)
    if said.errors:
        raise Refused([], said.errors)
    return write_said(register, said, actor=actor, at=at, key=key, files=files)


def write_said(
    register: Register, said: Said, *, actor: Actor, at: datetime, key: str = "", files: Sequence[Prepared] = ()
) -> Entry:
    """Enter a line that was understood without an error. Raises Refused."""
    with writing():
        row = Entry(
            book=book_on(local_day(at)).id, ledger=ledger_of(register), register=register.code, unit=said.unit,
            made_at=at, made_by_id=actor.user_id,
        )  # fmt: skip
        event = ENTRY_DOOR.begin(row, "write", said.asked, actor=actor, at=at, key=key)
        if event.subject_id != row.pk:
            return Entry.objects.get(pk=event.subject_id)
        _keep(files, row, actor, at)
    return row


def amend_entry(
    entry: Entry, raw: Mapping[str, Any], *, actor: Actor, at: datetime, seen: int | None = None, key: str = ""
) -> Event:
    """Change what an entry says; its unit stays. Raises Refused with every reason, Stale where it changed meanwhile."""
    register = register_of(entry)
    said = read_entry(register, raw, actor, local_day(at), with_unit=False)
    if said.errors:
        raise Refused([], said.errors)
    return ENTRY_DOOR.move(entry.pk, "amend", said.asked, actor=actor, at=at, seen=seen, key=key, own_page=True)


def attach_to_entry(entry: Entry, files: Sequence[Prepared], *, actor: Actor, at: datetime) -> None:
    """Add files to an entry. Raises Refused."""
    if not attacher(actor, entry_facts(entry, entry.ledger, at)):
        raise NotYours(["您的岗位不能为这条记录添加附件"])
    with writing():
        _keep(files, entry, actor, at)


def ledger_of(register: Register) -> Ledger:
    """Return the chain in which the events of a register stand."""
    name = f"register.{register.code}"[:40]
    Ledger.objects.bulk_create([Ledger(name=name)], ignore_conflicts=True)
    return Ledger.objects.get(name=name)


def _keep(files: Sequence[Prepared], entry: Entry, actor: Actor, at: datetime) -> None:
    for file in files:
        keep(file, subject_kind=KIND, subject_id=entry.pk, kind="other", actor=actor, at=at)


def _unit_meant(register: Register, typed: str, actor: Actor, day: date, errors: dict[str, str]) -> Unit | None:
    if not typed:
        errors["unit"] = "请选择单位"
        return None
    found = unit_found(typed)
    unit = units_to_enter_for(actor, register, day).filter(pk=found).first() if found else None
    if found is None:
        errors["unit"] = f"没有这个单位，或有几个单位同名：{typed[:40]}"
    elif unit is None:
        errors["unit"] = "只能登记本单位和下级单位的，且单位须在用"
    return unit
