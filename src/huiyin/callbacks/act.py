"""The door of call-backs: planning one, and keeping what one call with a petitioner brought for all its cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.callbacks.lifecycle import CALLBACK
from huiyin.callbacks.lifecycle_objection import OBJECTION
from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.queries import (
    callback_facts,
    in_one_call,
    next_to_call,
    objection_facts,
    waiting_of_caller,
)
from huiyin.callbacks.slots import next_slot
from huiyin.callbacks.states import CallbackState
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.table import Refused
from huiyin.journal.door import Door
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.rulebook.shelf import book as book_named

CALLBACK_DOOR = Door(CALLBACK, Callback, callback_facts, head_model=Case, head_field="case_id")


OBJECTION_DOOR = Door(OBJECTION, Objection, objection_facts, head_model=Case, head_field="case_id")


@dataclass(frozen=True)
class Outcome:
    """What one call brought for one case."""

    callback_id: UUID
    action: str
    said: Mapping[str, Any]


class CallRefused(Refused):
    """The call cannot be kept as told; `callback_id` says on which case, `why` is the refusal. Nothing was written."""

    def __init__(self, callback_id: UUID, refused: Refused) -> None:
        self.callback_id, self.why = callback_id, refused
        super().__init__(refused.reasons, refused.fields)


def plan_callback(case: Case, closing: Event, at: datetime) -> Callback:
    """Plan the call for a case that a closing event closed; it joins the next call of the same caller."""
    assert case.petitioner is not None, "somebody must be there to be called"
    book, caller = book_named(case.book), bytes(case.petitioner.phone_hash or b"")
    limit = book.limit(
        "callback", kind=case.kind, family=case.family, channel=case.channel, category=case.category or None,
        urgency=case.urgency, important=case.important or case.leader_signed,
    )  # fmt: skip
    row = Callback(
        case=case, after=closing.id, after_seq=closing.seq, caller_hash=caller, book=case.book, made_at=at,
        due_at=almanac().due(closing.at, limit, book.office).at if limit else None,
        next_at=_first_call(book, caller, case.centre_id, at),
    )  # fmt: skip
    CALLBACK_DOOR.begin(row, "plan", {}, actor=PLATFORM, at=at, caused_by=closing.id)
    return row


def move_callback(callback_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one call-back; cases joined to its case are locked with it, by ascending id."""
    joined = _joined_to(Callback.objects.filter(pk=callback_id).values("case_id"))
    return CALLBACK_DOOR.move(callback_id, action, said, also=joined, **how)


def object_to(case: Case, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Event:
    """Let the petitioner object to the answer of a case, or write it down for who says it on the phone. Raises Refused."""
    row = Objection(case=case, book=case.book)
    return OBJECTION_DOOR.begin(row, "object", said, actor=actor, at=at, key=key)


def move_objection(objection_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Answer an objection; cases joined to its case are locked with it, by ascending id."""
    joined = _joined_to(Objection.objects.filter(pk=objection_id).values("case_id"))
    return OBJECTION_DOOR.move(objection_id, action, said, also=joined, **how)


def begin_call(callbacks: Iterable[Callback], *, actor: Actor, at: datetime) -> list[Event]:
    """Take everything that this call is about in hand. Raises CallRefused where a colleague is faster.

    All that waits for the caller is locked first, also what this call is not about: a person has one telephone.
    """
    rows = list(callbacks)
    waiting = Callback.objects.filter(
        state=CallbackState.WAITING, caller_hash__in=[bytes(row.caller_hash) for row in rows]
    )
    with writing() as now_writing:
        cases = set(waiting.values_list("case_id", flat=True))
        for pk in sorted(cases | set(_joined_to(cases))):
            now_writing.lock(Case, pk)
        if waiting.filter(taken_until__gt=at).exclude(taken_by=actor.user_id).exists():
            raise CallRefused(rows[0].pk, Refused(["同事正在回访这位诉求人"]))
        return keep_call([Outcome(row.pk, "call", {}) for row in rows], actor=actor, at=at)


def take_next(actor: Actor, at: datetime) -> Callback | None:
    """Take the next person to ring in hand, with everything the call is about; None where nobody is left to ring now.

    Where a colleague is faster, or the case went on meanwhile, the one after is taken: nobody is given to two.
    """
    refused: set[UUID] = set()
    while (row := next_to_call(actor, at, refused)) is not None:
        if is_taken_by(row, actor, at):
            return row
        try:
            begin_call(list(in_one_call(row)), actor=actor, at=at)
        except CallRefused:
            refused.add(row.pk)
        else:
            return row
    return None


def is_taken_by(row: Callback, actor: Actor, at: datetime) -> bool:
    """Whether this person has taken the call and may ring now."""
    return row.taken_by_id == actor.user_id and row.taken_until is not None and row.taken_until > at


def keep_call(outcomes: Sequence[Outcome], *, actor: Actor, at: datetime, key: str = "") -> list[Event]:
    """Keep what one call brought: all of it or nothing, one event a case, the others caused by the first.

    Raises CallRefused. The same `key` sent twice is one call.
    """
    events: list[Event] = []
    with writing() as now_writing:
        cases = Callback.objects.filter(pk__in=[o.callback_id for o in outcomes]).values("case_id")
        heads = {row["case_id"] for row in cases} | set(_joined_to(cases))
        for pk in sorted(heads):
            now_writing.lock(Case, pk)
        for outcome in outcomes:
            events.append(_keep_one(outcome, events, actor, at, key))
    return events


def _keep_one(outcome: Outcome, before: Sequence[Event], actor: Actor, at: datetime, key: str) -> Event:
    try:
        return CALLBACK_DOOR.move(
            outcome.callback_id, outcome.action, outcome.said, actor=actor, at=at,
            key=f"{key}{outcome.callback_id.hex}"[-64:] if key else "", caused_by=before[0].id if before else None,
        )  # fmt: skip
    except Refused as refused:
        raise CallRefused(outcome.callback_id, refused) from refused


def _joined_to(cases: Any) -> list[UUID]:
    return list(Case.objects.filter(parent_id__in=cases, state=CaseState.MERGED).values_list("id", flat=True))


def _first_call(book: Any, caller: bytes, centre: UUID | None, at: datetime) -> datetime:
    rules = book.callback
    others = waiting_of_caller(caller, centre).values_list("next_at", flat=True) if rules.one_call_a_caller else ()
    return min(others, default=None) or next_slot(at, rules.slots, (), almanac().is_workday)
