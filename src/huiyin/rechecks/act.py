"""The door of the rechecks: lots are drawn, what was drawn is shared out, checked and decided on."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.measures import lots
from huiyin.people.models import User
from huiyin.rechecks.lifecycle import RECHECK
from huiyin.rechecks.models import Draw, Recheck
from huiyin.rechecks.queries import apart_from, book_on, frame, overlapping, recheck_facts
from huiyin.rechecks.states import RecheckState
from huiyin.rechecks.who import KEEPERS

LEDGER = "rechecks"
"""The chain of events about drawings."""

RECHECK_DOOR = Door(RECHECK, Recheck, recheck_facts, head_model=Case, head_field="case_id")


def draw_cases(since: date, last: date, *, actor: Actor, at: datetime, seed: str = "") -> Draw:
    """Draw from the cases closed and found satisfying within these days, the last one included. Raises Refused.

    The seed is thrown at the moment of the drawing and stands in the journal: nobody can choose it, anybody repeat it.
    """
    if not (actor.is_platform or actor.holds(*KEEPERS)):
        raise NotYours(["您的岗位不能抽取复核"])
    until = last + timedelta(days=1)
    book = book_on(local_day(at))
    seed = seed or secrets.token_hex(16)
    with writing() as now_writing:
        # Whoever draws first has the ledger: a second one finds the period taken.
        Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
        now_writing.lock(Ledger, Ledger.objects.values_list("pk", flat=True).get(name=LEDGER))
        _refuse_bad_period(since, last, at)
        pk, said = uuid7(), {"since": since, "until": until, "seed": seed}
        cases = dict(frame(since, until).values_list("number", "pk"))
        if not cases:
            raise Refused(["这段时间没有办结且满意的工单"])
        found = lots.draw(seed, cases, book.rechecks.share, book.rechecks.at_least)
        told: dict[str, Any] = {
            **said,
            "frame": found.count,
            "frame_hash": found.frame,
            "drawn": len(found.drawn),
            "last_lot": found.last,
        }
        event = note("rechecks.draw", "draw", pk, at=at, head=LEDGER, actor=actor, said=told)
        row = Draw.objects.create(
            id=pk, since=since, until=until, seed=seed, share=book.rechecks.share, at_least=book.rechecks.at_least,
            frame=found.count, frame_hash=found.frame, drawn=len(found.drawn), last_lot=found.last, book=book.id, at=at,
            by_id=None if actor.is_platform else actor.user_id,
        )  # fmt: skip
        _begin(row, [cases[number] for number in found.drawn], at, event)
    return row


def repeated(row: Draw) -> lots.Lots:
    """Draw once more by the same seed from the cases as they stand now."""
    numbers = frame(row.since, row.until).values_list("number", flat=True)
    return lots.draw(row.seed, numbers, row.share, row.at_least)


def draw_if_due(at: datetime) -> Draw | None:
    """Let the platform draw from the last month, once its day has come and nobody has drawn."""
    today = local_day(at)
    if today.day < book_on(today).rechecks.draw_on:
        return None
    last = today.replace(day=1) - timedelta(days=1)
    since = last.replace(day=1)
    if overlapping(since, today.replace(day=1)).exists() or not frame(since, today.replace(day=1)).exists():
        return None
    return draw_cases(since, last, actor=PLATFORM, at=at)


def move_recheck(recheck_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one recheck."""
    return RECHECK_DOOR.move(recheck_id, action, said, **how)


def share_out(rows: Iterable[Recheck], people: Sequence[User], *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Give each drawn case to that one of the people who is apart from it and has fewest; return (given, left over)."""
    if not actor.holds(*KEEPERS):
        raise NotYours(["您的岗位不能分派核实"])
    waiting = [row for row in rows if row.state == RecheckState.DRAWN]
    apart = apart_from([row.case_id for row in waiting], people, at)
    load = dict.fromkeys((one.pk for one in people), 0)
    given = 0
    # Who has the fewest to choose from comes first, so that nothing is left over that could have been given.
    for row in sorted(waiting, key=lambda row: (len(apart[row.case_id]), row.lot)):
        if not apart[row.case_id]:
            continue
        chosen = min(apart[row.case_id], key=lambda one: (load[one.pk], one.username))
        move_recheck(row.pk, "assign", {"checker": chosen.pk}, actor=actor, at=at)
        load[chosen.pk] += 1
        given += 1
    return given, len(waiting) - given


def _refuse_bad_period(since: date, last: date, at: datetime) -> None:
    if since > last:
        raise Refused([], {"last": "止日应不早于起日"})
    if last >= local_day(at):
        raise Refused([], {"last": "抽取的期间应已结束，止日须早于今天"})
    if earlier := overlapping(since, last + timedelta(days=1)).order_by("since").first():
        told = f"{earlier.since:%Y-%m-%d} 至 {earlier.until - timedelta(days=1):%Y-%m-%d}"
        raise Refused([], {"since": f"与已抽取的期间重叠：{told}"})


def _begin(row: Draw, drawn: Sequence[UUID], at: datetime, event: Event) -> None:
    cases = Case.objects.in_bulk(list(drawn))
    # By ascending id, as everybody locks.
    for pk in sorted(drawn):
        case = cases[pk]
        assert case.closed_day is not None, "only what was closed is drawn"
        one = Recheck(
            draw=row, case=case, book=case.book, lot=lots.lot_of(row.seed, case.number), unit_id=case.lead_unit_id,
            unit_path=case.lead_path, closed_day=case.closed_day, drawn_at=at,
        )  # fmt: skip
        RECHECK_DOOR.begin(one, "draw", {}, actor=PLATFORM, at=at, caused_by=event.id)
