"""The door of the calls: calls are kept as they are told, missed callers are rung back, a call is told to be about a case."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.calls.heard import Heard
from huiyin.calls.lifecycle import RINGBACK
from huiyin.calls.models import Call, RingBack
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import (
    TABLE,
    WANTED_SOMEBODY,
    Known,
    book_on,
    cases_by_number,
    known_numbers,
    ring_facts,
    to_ring_back,
    users_by_number,
    visible_to,
)
from huiyin.calls.who import READERS
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local, local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Event, Ledger
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.privacy.installed import seal_for
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallOutcome

LEDGER = "calls"

MOST_MATCHED = 20_000
"""So many calls a number takes along when it is declared, the newest; what lies further back is taken with the next."""

RING_DOOR = Door(RINGBACK, RingBack, ring_facts, head_model=Ledger, head_field="ledger_id")


def keep_calls(heard: Sequence[Heard], *, actor: Actor, at: datetime, caused_by: UUID | None = None) -> set[str]:
    """Keep the calls that are not kept yet, and return their numbers. One event tells of all of them, with a fingerprint.

    Each belongs to the line whose number was called. Who found nobody lately is to be rung back; who has got through since
    need not be. Raises Refused for a call of which the telephone cannot have told the truth.
    """
    if wrong := next((one for one in heard if one.problem), None):
        raise Refused([f"{wrong.number}：{wrong.problem}"])
    book = book_on(local_day(at))
    with writing():
        # Asked within the transaction: nobody else can keep the same call meanwhile.
        known = known_numbers(one.number for one in heard)
        told = list({one.number: one for one in heard if one.number not in known}.values())
        if not told:
            return set()
        lines = Lines()
        fresh = [lines.place(one) for one in told]
        chain = ledger()
        event = note(
            "calls.keep", "calls", chain.pk, at=at, head=LEDGER, actor=actor, caused_by=caused_by,
            said={"calls": len(fresh), "sha256": _fingerprint(fresh)},
        )  # fmt: skip
        rows = _rows(fresh, event)
        insert(rows)
        _ring_backs(rows, _Batch(book, chain, at, event.id))
    return {one.number for one in fresh}


def match_again(*, at: datetime, caused_by: UUID | None = None) -> int:
    """Let calls to numbers that no line had declared go to the line that declares them by now; return how many did.

    Whoever waits there to be rung back is rung back by that line.
    """
    with writing():
        lines, unknown = Lines(), Call.objects.filter(line_known=False)
        # What nobody declares even now would stand before what somebody does.
        numbers = unknown.order_by().values_list("line", flat=True).distinct()
        declared = [number for number in numbers if lines.declare(number, local_day(at))]
        rows = unknown.filter(line__in=declared).order_by("-began_at", "-id")[:MOST_MATCHED]
        placed = [(row, lines.place(_as_told(row))) for row in rows]
        found = [(row, one) for row, one in placed if one.line_known]
        if not found:
            return 0
        said = {"calls": len(found), "sha256": _fingerprint([one for _, one in found])}
        event = note(
            "calls.match", "calls", ledger().pk, at=at, head=LEDGER, actor=PLATFORM, caused_by=caused_by, said=said
        )
        for row, one in found:
            row.centre_id, row.line, row.line_known = one.centre, one.line, True
        Call.objects.bulk_update([row for row, _ in found], ["centre", "line", "line_known"], batch_size=500)
        _hand_over_ring_backs([row for row, _ in found if row.centre_id], at, event.id)
    return len(found)


def _as_told(row: Call) -> Heard:
    return Heard(row.number, row.began_at, CallOutcome(row.outcome), line=row.line)


def _hand_over_ring_backs(calls: Sequence[Call], at: datetime, event_id: UUID) -> None:
    """Let the lines ring back who is now theirs; who waits there already is rung back once."""
    by_id = {call.pk: call for call in calls}
    for row in to_ring_back().filter(centre__isnull=True, call__in=list(by_id)):
        centre = by_id[row.call_id].centre_id
        waits = to_ring_back().filter(centre=centre, caller_hash=row.caller_hash).exists()
        action, said = ("join_line", {}) if waits else ("go_to_line", {"centre": centre})
        RING_DOOR.move(row.pk, action, said, actor=PLATFORM, at=at, caused_by=event_id)


def tell_case(call: Call, case: Case, *, actor: Actor, at: datetime) -> None:
    """Tell that a call was about a case, which then knows of it. Raises Refused."""
    seen = actor.is_platform or actor.holds_for(call.centre_id, *READERS)
    if not (seen and visible_to(actor).filter(pk=call.pk).exists()):
        raise NotYours(["您的岗位不能关联这通来电"])
    with writing():
        note("call.about", "call", call.pk, at=at, head=case, actor=actor, said={"call": call.number})
        Call.objects.filter(pk=call.pk).update(about=case)


def move_ring_back(ring_back_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one ring-back."""
    return RING_DOOR.move(ring_back_id, action, said, **how)


def ledger() -> Ledger:
    """Return the chain in which the events of calls stand."""
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)


def _fingerprint(heard: Iterable[Heard]) -> str:
    told = "\n".join(f"{one.number} {one.began_at.isoformat()} {one.outcome}" for one in heard)
    return hashlib.sha256(told.encode()).hexdigest()


def _rows(heard: Sequence[Heard], event: Event) -> list[Call]:
    users, cases = users_by_number(one.agent for one in heard), cases_by_number(one.case for one in heard)
    return [_row(one, users, cases, event.id) for one in heard]


def _row(one: Heard, users: Mapping[str, UUID], cases: Mapping[str, Known], event_id: UUID) -> Call:
    began, pk = local(one.began_at), uuid7()
    about = cases.get(one.case)
    picked_up = one.answered_at or one.ended_at or one.began_at
    return Call(
        id=pk, number=one.number, centre_id=one.centre, line=one.line, line_known=one.line_known, queue=one.queue,
        began_at=one.began_at, answered_at=one.answered_at,
        ended_at=one.ended_at, day=began.date(), hour=began.hour, waited=_seconds(picked_up - one.began_at),
        talked=_seconds(one.ended_at - one.answered_at) if one.answered_at and one.ended_at else 0,
        outcome=one.outcome, agent_id=users.get(one.agent), agent_number=one.agent,
        caller=seal_for(TABLE, pk, "caller", one.caller) if one.caller else None,
        caller_hash=hash_or_none("phone", one.caller), event_id=event_id,
        about_id=about.pk if about and about.fits(one.centre) else None,
    )  # fmt: skip


def _seconds(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))


@dataclass(frozen=True)
class _Batch:
    """What calls that were kept together have in common."""

    book: Rulebook
    chain: Ledger
    at: datetime
    event_id: UUID


def _ring_backs(rows: Sequence[Call], batch: _Batch) -> None:
    """See to it that who found nobody lately is rung back, once a caller on each line, and not who has got through there."""
    since = batch.at - timedelta(days=batch.book.calls.ring_back_days)
    lately = [row for row in rows if row.caller_hash and row.outcome != CallOutcome.MENU and row.began_at >= since]
    if not lately:
        return
    hashes = {bytes(row.caller_hash or b"") for row in lately}
    found = to_ring_back().filter(caller_hash__in=hashes).select_related("call")
    waiting = {(one.centre_id, bytes(one.caller_hash)): one for one in found}
    for row in sorted(lately, key=lambda one: one.began_at):
        caller = (row.centre_id, bytes(row.caller_hash or b""))
        one = waiting.get(caller)
        if row.outcome in WANTED_SOMEBODY:
            waiting[caller] = _missed_again(row, one, batch) if one else _missed(row, batch)
        elif one and one.call.began_at <= row.began_at:
            RING_DOOR.move(one.pk, "called_again", {}, actor=PLATFORM, at=batch.at, caused_by=batch.event_id)
            del waiting[caller]


def _missed(call: Call, batch: _Batch) -> RingBack:
    calls = batch.book.calls
    row = RingBack(
        ledger=batch.chain, book=batch.book.id, centre_id=call.centre_id,
        caller_hash=call.caller_hash, call=call, first_at=call.began_at,
        first_day=call.day, due_at=almanac().due(call.began_at, calls.ring_back_within, batch.book.office).at,
    )  # fmt: skip
    RING_DOOR.begin(row, "owe", {}, actor=PLATFORM, at=batch.at, caused_by=batch.event_id)
    return row


def _missed_again(call: Call, one: RingBack, batch: _Batch) -> RingBack:
    if one.call.began_at < call.began_at:
        one.call = call
    said = {"call": one.call.pk}
    RING_DOOR.move(one.pk, "miss_again", said, actor=PLATFORM, at=batch.at, caused_by=batch.event_id)
    return one
