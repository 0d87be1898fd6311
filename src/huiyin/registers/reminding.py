"""Reminding units of what they owe: by the clock before and after the due day, and by hand."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.table import NotYours
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.registers.due import Owed, may_urge, to_remind
from huiyin.registers.models import Reminder

LEDGER = "registers.due"
"""The chain of events about what was asked for."""


def remind_all(at: datetime) -> int:
    """Let the platform remind of everything that is to be reminded of today; return how often it did."""
    return sum(_remind(one, kind, PLATFORM, at) for one, kind in list(to_remind(local_day(at))))


def urge(owed: Sequence[Owed], *, actor: Actor, at: datetime) -> int:
    """Urge by hand what is owed; return how often. Once a day for each is enough. Raises NotYours."""
    if not all(may_urge(actor, one.unit) for one in owed):
        raise NotYours(["您的岗位不能催报这个单位"])
    with writing():
        return sum(_remind(one, "urged", actor, at) for one in owed)


def _remind(one: Owed, kind: str, actor: Actor, at: datetime) -> int:
    with writing():
        by_hand = None if actor.is_platform else actor.user_id
        row = Reminder(
            register=one.register.code, unit_id=one.unit.pk, day=one.period.first, kind=kind, at=at, on=local_day(at),
            by_id=by_hand,
        )  # fmt: skip
        # Two clocks at once, or two clerks: one of them reminds.
        if not insert([row], once=True):
            return 0
        said = {
            "register": one.register.code, "entry": one.register.entry, "period": one.period.label,
            "day": one.period.first, "due": one.due_on, "unit": one.unit.pk, "kind": kind,
        }  # fmt: skip
        verb = "report.urge" if kind == "urged" else "report.remind"
        note(verb, "report", row.pk, at=at, head=LEDGER, actor=actor, said=said)
    return 1
