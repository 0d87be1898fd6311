"""The doors of this room: cases, assignments, applications; and what joins them after each move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.numbering import give_number
from huiyin.cases.queries import application_facts, assignment_facts, case_facts
from huiyin.cases.states import AssignmentState, CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Event
from huiyin.journal.writing import Writing
from huiyin.privacy.codes import hash_query_code, new_query_code
from huiyin.privacy.installed import ring
from huiyin.rulebook.shelf import book_for

CALLS_FOR_MORE = frozenset({AssignmentState.REPLIED, AssignmentState.ANNULLED})
"""States of a share after which the case itself may move by itself."""

TOUCHES_CHILDREN = frozenset({"pass_audit", "finish_callback", "judge", "refuse", "transfer_out", "void", "withdraw"})
"""Moves of a case that also close, or set free, the cases joined to it."""


def _join_up(now_writing: Writing, head: Case, at: datetime) -> None:
    """After the moves of one transaction: what follows by itself, then the centre's clock and the holder."""
    mine = [e for e in now_writing.events if e.chain_id == head.pk]
    if any(e.state_after in CALLS_FOR_MORE for e in mine):
        CASE_DOOR.settle(now_writing, head, at, mine[0].id)
        mine = [e for e in now_writing.events if e.chain_id == head.pk]
    timing.follow_states(now_writing, head, mine, at)


CASE_DOOR = Door(CASE, Case, case_facts, finisher=_join_up)
ASSIGNMENT_DOOR = Door(
    ASSIGNMENT, Assignment, assignment_facts, head_model=Case, head_field="case_id", finisher=_join_up
)
APPLICATION_DOOR = Door(
    APPLICATION, Application, application_facts, head_model=Case, head_field="case_id", finisher=_join_up
)


@dataclass(frozen=True)
class Registered:
    """A case just made. The query code is told once and stored only as a hash."""

    case: Case
    code: str
    event: Event


def register(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "", action: str = "register",
    source_hash: bytes | None = None, split_from: UUID | None = None,
) -> Registered:  # fmt: skip
    """Hear a matter: make a case by the law of the day on which it is accepted. Raises Refused.

    With the `key` of a write already done the case made then is returned, without its code.
    """
    code = new_query_code()
    case = Case(book=book_for(city, local_day(at)).id, source_hash=source_hash, split_from_id=split_from)
    case.query_hash = hash_query_code(ring(), code)
    event = CASE_DOOR.begin(case, action, said, actor=actor, at=at, key=key, before_insert=give_number)
    if event.subject_id != case.pk:
        return Registered(Case.objects.get(pk=event.subject_id), "", event)
    return Registered(case, code, event)


def collect(said: Mapping[str, Any], **how: Any) -> Registered:
    """Take in an online message that the clerk has yet to screen."""
    return register(said, action="collect", **how)


def move_case(case_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move a case; every other case that the move touches is locked with it, by ascending id."""
    return CASE_DOOR.move(case_id, action, said, also=_touched(case_id, action, said), **how)


def _touched(case_id: UUID, action: str, said: Mapping[str, Any]) -> Sequence[UUID]:
    if action == "merge":
        try:
            return [UUID(str(said.get("parent")))] if Case.objects.filter(pk=said["parent"]).exists() else []
        except (ValueError, KeyError):
            return []
    if action not in TOUCHES_CHILDREN:
        return []
    children = Case.objects.filter(parent_id=case_id, state=CaseState.MERGED)
    return list(children.values_list("id", flat=True))
