"""The doors of this room: cases, assignments, applications; and what joins them after each move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.cases.effects.taking import let_go
from huiyin.cases.holding import follow_states
from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Application, Assignment, Case, Wish
from huiyin.cases.numbering import give_number
from huiyin.cases.queries import application_facts, assignment_facts, case_facts
from huiyin.cases.states import AssignmentState, CaseState
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Event
from huiyin.journal.writing import Writing, writing
from huiyin.privacy.codes import hash_query_code, new_query_code, query_code_matches, query_code_of_write
from huiyin.privacy.installed import ring
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for

CALLS_FOR_MORE = frozenset({AssignmentState.REPLIED, AssignmentState.ANNULLED, AssignmentState.RELEASED})
"""States of a share after which the case itself may move by itself."""

TOUCHES_CHILDREN = frozenset(
    {
        "answer_directly", "handle_directly", "pass_audit", "finish_callback", "judge", "refuse", "transfer_out",
        "void", "withdraw",
    }
)  # fmt: skip
"""Moves of a case that also close, or set free, the cases joined to it."""

TOUCHES = {"merge": "parent", "link": "other"}
"""Moves of a case that touch another one, with the field that names it."""

STEPS = frozenset(f"case.{move.action}" for move in CASE if move.targets())
"""Acts that bring a case on: whoever had taken it for its step has it no longer."""

SHARED = ("channel", "received_at", "occurred", "place", "object", "territory", "source_link")
"""What the matters of one call have in common unless it is said again."""


HANDED_UP = (
    "channel", "title", "text", "occurred", "place", "object", "kind", "category", "territory", "urgency", "important",
    "immediate", "source_link",
)  # fmt: skip
"""What the city is told of a matter that a unit's own line hands up to it."""


CODE_TOLD_AGAIN = timedelta(minutes=10)
"""So long a registration that is sent again, because its answer was lost, gets its query code once more."""


def _join_up(now_writing: Writing, head: Case, at: datetime) -> None:
    """After the moves of one transaction: what follows by itself, then the centre's clock and the holder."""
    mine = [e for e in now_writing.events if e.chain_id == head.pk]
    if head.state == CaseState.IN_HANDLING and any(e.state_after in CALLS_FOR_MORE for e in mine):
        CASE_DOOR.settle(now_writing, head, at, mine[0].id)
        mine = [e for e in now_writing.events if e.chain_id == head.pk]
    if head.taken_by_id and any(event.verb in STEPS for event in mine):
        let_go(head)
    follow_states(now_writing, head, mine, at)


CASE_DOOR = Door(CASE, Case, case_facts, finisher=_join_up)
ASSIGNMENT_DOOR = Door(
    ASSIGNMENT, Assignment, assignment_facts, head_model=Case, head_field="case_id", finisher=_join_up
)
APPLICATION_DOOR = Door(
    APPLICATION, Application, application_facts, head_model=Case, head_field="case_id", finisher=_join_up
)


@dataclass(frozen=True)
class Registered:
    """A case just made, or `again` one that was made by the same write. Of the query code only a hash is stored."""

    case: Case
    code: str
    event: Event
    again: bool = False


def register(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "", action: str = "register",
    source_hash: bytes | None = None, split_from: UUID | None = None, repeats: UUID | None = None,
    caused_by: UUID | None = None, accepted_on: date | None = None, centre: UUID | None = None,
    raised_from: UUID | None = None,
) -> Registered:  # fmt: skip
    """Hear a matter: make a case by the law of the day on which it is accepted. Raises Refused.

    `repeats` names an earlier case with the same text, `centre` the unit on whose own line it came, `raised_from` the
    case that such a unit handed up. With the `key` of a write already done the case made then is
    returned; whoever sends it again because the answer was lost gets the code, for some minutes.
    """
    law = book_for(city, accepted_on or local_day(at))
    digits = law.numbers.query_code_digits
    code = query_code_of_write(ring(), digits, f"{actor.user_id}\0{key}") if key else new_query_code(digits)
    case = Case(
        book=law.id, source_hash=source_hash, split_from_id=split_from, repeats_id=repeats, centre_id=centre,
        raised_from_id=raised_from,
    )  # fmt: skip
    case.query_hash = hash_query_code(ring(), code)
    if origin := split_from or raised_from:
        _adopt_petitioner(case, origin)
    event = CASE_DOOR.begin(
        case, action, said, actor=actor, at=at, key=key, caused_by=caused_by, before_insert=give_number
    )
    if event.subject_id != case.pk:
        first = Case.objects.get(pk=event.subject_id)
        return Registered(first, _code_told_again(first, code, event.at, at), event, again=True)
    return Registered(case, code, event)


def _code_told_again(case: Case, code: str, made_at: datetime, at: datetime) -> str:
    is_the_code = query_code_matches(ring(), code, case.query_hash or b"")
    return code if is_the_code and at - made_at <= CODE_TOLD_AGAIN else ""


def collect(said: Mapping[str, Any], **how: Any) -> Registered:
    """Take in an online message that the clerk has yet to screen."""
    return register(said, action="collect", **how)


def carry_over(said: Mapping[str, Any], **how: Any) -> Registered:
    """Take over an open case of another system, under the law of the day on which it was accepted there."""
    return register(said, action="carry_over", accepted_on=local_day(said["accepted_at"]), **how)


def split_off(
    case_id: UUID, matters: Sequence[Mapping[str, Any]], *, actor: Actor, at: datetime, seen: int | None = None,
    key: str = "",
) -> list[Registered]:  # fmt: skip
    """拆单: make a case of each further matter of one call; caller, channel and place are typed once. Raises Refused.

    All of them are made or none; the case from which they are split tells of them in its own chain.
    """
    with writing() as now_writing:
        origin: Case = now_writing.lock(Case, case_id)
        city, shared = book_named(origin.book).city_code, {name: getattr(origin, name) for name in SHARED}
        made = [
            register(
                {**shared, **matter}, actor=actor, at=at, city=city, split_from=case_id, key=f"{key}.{n}" if key else "",
                centre=origin.centre_id,
            )
            for n, matter in enumerate(matters, start=1)
        ]  # fmt: skip
        named = {"cases": [one.case.pk for one in made]}
        CASE_DOOR.move(case_id, "split", named, actor=actor, at=at, seen=seen, key=key, own_page=True)
    return made


def move_case(case_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move a case; every other case that the move touches is locked with it, by ascending id."""
    if action == "hand_up":
        return hand_up(case_id, said, **how)
    return CASE_DOOR.move(case_id, action, said, also=_touched(case_id, action, said), **how)


def hand_up(case_id: UUID, said: Mapping[str, Any], *, actor: Actor, at: datetime, **how: Any) -> Event:
    """上报: what a unit's own line cannot do becomes a case of the city, accepted anew, with a number and clocks of its own.

    The caller's query code opens the new number too. Raises Refused.
    """
    with writing() as now_writing:
        origin: Case = now_writing.lock(Case, case_id)
        event = CASE_DOOR.move(case_id, "hand_up", said, actor=actor, at=at, **how)
        if Case.objects.filter(raised_from=case_id).exists():
            return event
        wishes = Wish.objects.filter(case_id=case_id).order_by("ordinal").values("text")
        matter = {name: getattr(origin, name) for name in HANDED_UP} | {
            "accused_unit": origin.accused_unit_id, "wishes": list(wishes), "received_at": at,
        }  # fmt: skip
        city = book_named(origin.book).city_code
        made = register(matter, actor=PLATFORM, at=at, city=city, raised_from=case_id, caused_by=event.id).case
        made.query_hash = origin.query_hash
    return event


def _touched(case_id: UUID, action: str, said: Mapping[str, Any]) -> Sequence[UUID]:
    if action in TOUCHES:
        other = _id_of(said.get(TOUCHES[action]))
        return list(Case.objects.filter(pk=other).values_list("id", flat=True)) if other else []
    if action not in TOUCHES_CHILDREN:
        return []
    children = Case.objects.filter(parent_id=case_id, state=CaseState.MERGED)
    return list(children.values_list("id", flat=True))


def _id_of(typed: Any) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None


def _adopt_petitioner(case: Case, origin_id: UUID) -> None:
    origin = Case.objects.only("petitioner", "anonymous", "confidential", "can_be_called").get(pk=origin_id)
    case.petitioner_id = origin.petitioner_id
    case.anonymous, case.confidential, case.can_be_called = origin.anonymous, origin.confidential, origin.can_be_called
