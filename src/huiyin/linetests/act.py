"""The door of the test calls: a round is drawn up for a month, and each call is kept."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.linetests.lifecycle import LINETEST
from huiyin.linetests.models import LineTest, Round
from huiyin.linetests.queries import book_on, line_facts, phones_of, units_to_test
from huiyin.linetests.who import KEEPERS
from huiyin.measures import lots

LEDGER = "linetests"

LINE_DOOR = Door(LINETEST, LineTest, line_facts, head_model=Ledger, head_field="ledger_id")


def plan_round(day: date, *, actor: Actor, at: datetime, seed: str = "") -> Round:
    """Draw up the test calls of the month in which the day lies, once. Raises Refused."""
    if not (actor.is_platform or actor.holds(*KEEPERS)):
        raise NotYours(["您的岗位不能列出拨测"])
    month, book = day.replace(day=1), book_on(local_day(at))
    seed = seed or secrets.token_hex(16)
    with writing() as now_writing:
        Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
        ledger = now_writing.lock(Ledger, Ledger.objects.values_list("pk", flat=True).get(name=LEDGER))
        if Round.objects.filter(month=month).exists():
            raise Refused([f"{month:%Y年%m月}的拨测已经列出"])
        units = {unit.path: unit for unit in units_to_test(local_day(at))}
        if not units:
            raise Refused(["没有可以拨测的单位"])
        found, phones = lots.draw(seed, units, book.line_tests.share, 1), phones_of(units.values())
        row = Round.objects.create(
            id=uuid7(), month=month, seed=seed, share=book.line_tests.share, frame=found.count, drawn=len(found.drawn),
            book=book.id, at=at, by_id=None if actor.is_platform else actor.user_id,
        )  # fmt: skip
        said: dict[str, Any] = {"month": month, "seed": seed, "frame": found.count, "drawn": len(found.drawn)}
        event = note("linetests.plan", "line_round", row.pk, at=at, head=LEDGER, actor=actor, said=said)
        for path in sorted(found.drawn):
            one = LineTest(
                ledger=ledger, round=row, unit=units[path], unit_path=path, number=phones[path][:40], book=book.id
            )  # fmt: skip
            LINE_DOOR.begin(one, "plan", {}, actor=PLATFORM, at=at, caused_by=event.id)
    return row


def plan_if_due(at: datetime) -> Round | None:
    """Let the platform draw up the month's calls, once its day has come and nobody has."""
    today = local_day(at)
    if today.day < book_on(today).line_tests.draw_on or Round.objects.filter(month=today.replace(day=1)).exists():
        return None
    return plan_round(today, actor=PLATFORM, at=at) if units_to_test(today).exists() else None


def move_test(test_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one test call."""
    return LINE_DOOR.move(test_id, action, said, **how)
