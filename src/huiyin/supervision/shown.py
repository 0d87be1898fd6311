"""Orders, cases, acts and tasks in words, as their viewer may read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import ASSIGNMENT
from huiyin.cases.models import Case
from huiyin.cases.queries import SEES_ALL, readable_by
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Table
from huiyin.journal.models import Event, Remark
from huiyin.moves.place import Place
from huiyin.moves.taking import button_of, names_of
from huiyin.privacy.masking import mask_name
from huiyin.privacy.texts import mask_text
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.followers import URGED
from huiyin.supervision.lifecycle import SUPERVISION
from huiyin.supervision.models import Agreed, Attendant, Check, Meeting, Order
from huiyin.supervision.states import TONES, CheckState, MeetingState, OrderState, Side

CALLS_OFF = frozenset({"call_off", "cancel", "recall"})
"""Moves that end a thing before its purpose: the rarest ones, never in front."""

BY_ITSELF: Mapping[str, str] = {URGED: "平台自动催办"}


@dataclass(frozen=True)
class CaseLine:
    """One case as a list of this room shows it."""

    number: str
    address: str
    title: str
    state: str
    unit: str
    due_at: datetime | None


@dataclass(frozen=True)
class Act:
    """One act of an order or a meeting: when, who, in which post, what, and the words said with it."""

    at: datetime
    who: str
    post: str
    what: str
    words: str


@dataclass(frozen=True)
class OrderLine:
    """One order in words."""

    row: Order
    kind: str
    urgent: bool
    state: str
    tone: str
    is_open: bool
    cases: Sequence[str]


@dataclass(frozen=True)
class TaskLine:
    """One agreed task, and what became of it."""

    row: Agreed
    went_to: str
    address: str
    state: str


def case_lines(cases: QuerySet[Case], actor: Actor) -> list[CaseLine]:
    """Return those of the cases that the actor may read, as he may read them: two statements."""
    seen = cases.filter(pk__in=readable_by(actor).values("pk")).select_related("lead_unit").order_by("due_at", "id")
    return [
        CaseLine(
            case.number, reverse("desk:case", args=[case.number]), title_for(case, actor), CASE.label_of(case.state),
            case.lead_unit.short_name if case.lead_unit else "", case.due_at,
        )
        for case in seen
    ]  # fmt: skip


def title_for(case: Case, actor: Actor) -> str:
    """Return the title as the viewer may read it in a list."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        return case.title
    if is_above_accused(actor, case.accused_path):
        return HIDDEN_TITLE
    return mask_text(case.title) if case.confidential or case.anonymous else case.title


def order_lines(orders: Iterable[Order]) -> list[OrderLine]:
    """Put orders into words; the numbers of all their cases are asked for in one statement."""
    rows = list(orders)
    numbers: dict[UUID, list[str]] = {}
    found = Case.objects.filter(supervised__order__in=[row.pk for row in rows]).order_by("number")
    for order_id, number in found.values_list("supervised__order", "number"):
        numbers.setdefault(order_id, []).append(number)
    return [_order_line(row, numbers.get(row.pk, [])) for row in rows]


def _order_line(row: Order, numbers: list[str]) -> OrderLine:
    kind = book_named(row.book).supervision_kind(row.kind)
    is_open = row.state in (OrderState.ISSUED, OrderState.RECEIVED)
    return OrderLine(
        row, kind.label, kind.urgent, SUPERVISION.label_of(row.state), TONES[row.standing], is_open, numbers
    )  # fmt: skip


def check_words(row: Check) -> dict[str, Any]:
    """Return a verification in words."""
    state = next(one for one in CheckState if one == row.state)
    return {"row": row, "state": state.label, "tone": TONES[state], "is_open": state == CheckState.SENT}


def meeting_words(row: Meeting) -> dict[str, Any]:
    """Return a meeting in words."""
    state = next(one for one in MeetingState if one == row.state)
    kind = book_named(row.book).meeting_kind(row.kind)
    tone = TONES.get(state, "good")
    return {"row": row, "kind": kind.label, "summons": kind.summons, "state": state.label, "tone": tone}


def acts_of(chain_id: UUID, table: Table) -> list[Act]:
    """Return every act of one chain, the latest first: three statements."""
    events = list(Event.objects.filter(chain_id=chain_id).order_by("-seq"))
    names = names_of({event.actor_id for event in events} | {e.acting_for for e in events if e.acting_for})
    words: dict[UUID, list[str]] = {}
    for event_id, text in Remark.objects.filter(event_id__in=[e.id for e in events]).values_list("event_id", "text"):
        words.setdefault(event_id, []).append(text)
    return [
        Act(
            event.at, names.get(event.actor_id, ""), Post(event.post).label if event.post else "",
            BY_ITSELF.get(event.verb) or button_of(table, event.verb), "；".join(words.get(event.id, [])),
        )
        for event in events
    ]  # fmt: skip


def buttons_of(place: Place, row: Any, facts: Any, actor: Actor) -> list[tuple[str, str, bool]]:
    """Return (word, address, whether it is the main one) of each move that is offered: the first that brings the thing on."""
    name, offered = place.name_of(row), place.offered(row, facts, actor)
    main = next((move for move in offered if move.targets() and move.action not in CALLS_OFF), None)
    return [
        (move.button, reverse("moves:move", args=[place.kind, name, move.action]), move is main) for move in offered
    ]


def task_lines(row: Meeting) -> list[TaskLine]:
    """Return what a meeting agreed, and where each task stands now."""
    tasks = row.agreed.select_related("unit", "case", "share__case", "order")
    return [_task_line(task) for task in tasks]


def _task_line(task: Agreed) -> TaskLine:
    if task.share is not None:
        number = task.share.case.number
        address = f"{reverse('desk:case', args=[number])}#share-{task.share.pk}"
        return TaskLine(task, f"协办 {number}", address, ASSIGNMENT.label_of(task.share.state))
    if task.order is not None:
        address = reverse("supervision:order", args=[task.order.number])
        return TaskLine(task, task.order.paper, address, SUPERVISION.label_of(task.order.state))
    return TaskLine(task, "", "", "")


def attendants_for(row: Meeting, actor: Actor) -> list[tuple[str, Attendant, str]]:
    """Return who was there: the petitioner's name in full only to the centre."""
    sees_all = actor.is_platform or actor.holds(*SEES_ALL)
    return [
        (Side(one.side).label, one, one.name if sees_all or one.side != Side.PETITIONER else mask_name(one.name))
        for one in row.attendants.all()
    ]  # fmt: skip
