"""What the pages of call-backs show: lines in words, and all that the one who rings should know before ringing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.callbacks.act import is_taken_by
from huiyin.callbacks.forms import answer_forms, miss_form
from huiyin.callbacks.lifecycle import CALLBACK
from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.objection_page import WishSaid, wishes_said
from huiyin.callbacks.queries import contacts_of
from huiyin.callbacks.states import CallbackState, ObjectionState
from huiyin.cases.models import Answer
from huiyin.cases.petitioners import Contact, masked_contact_of
from huiyin.flow.actor import Actor
from huiyin.moves.form import MoveForm, new_key
from huiyin.moves.place import Place
from huiyin.rulebook.shelf import book as book_named

TONES: Mapping[str, str] = {
    CallbackState.WAITING: "wait", CallbackState.JUDGING: "wait", CallbackState.DONE: "good",
    CallbackState.UNREACHABLE: "neutral", CallbackState.DROPPED: "neutral",
}  # fmt: skip
MOST_CONTACTS = 30


@dataclass(frozen=True)
class Line:
    """One call-back in words."""

    row: Callback
    petitioner: Contact
    state: str
    tone: str
    grade: str
    dimensions: str


@dataclass(frozen=True)
class About:
    """One case of a call: the answer that was given, and the form for what the petitioner says to it."""

    line: Line
    answers: Sequence[Answer]
    form: MoveForm
    wishes: Sequence[WishSaid]
    objection: Objection | None


def lines_of(rows: Iterable[Callback]) -> list[Line]:
    """Put call-backs into words."""
    return [_line(row) for row in rows]


def call_page(
    row: Callback, rows: Sequence[Callback], actor: Actor, at: datetime, place: Place,
    forms: dict[Callback, MoveForm] | None = None, miss: MoveForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the page of a call shows: the matters, the answers in plain words, every earlier contact."""
    forms = forms or answer_forms(rows)
    offered = [(m.action, m.button) for m in place.offered(row, place.facts(row, at), actor)]
    actions = [action for action, _ in offered]
    return {
        "callback": row, "line": _line(row), "abouts": _abouts(rows, forms), "miss": miss or miss_form(row),
        "contacts": contacts_of(one.case_id for one in rows)[:MOST_CONTACTS], "key": new_key(),
        "may_call": "answered" in actions, "is_mine": is_taken_by(row, actor, at),
        "taken_by": row.taken_by if _is_taken(row, at) and row.taken_by_id != actor.user_id else None,
        "judging": [(action, button) for action, button in offered if action.startswith("judge_")],
    }  # fmt: skip


def _is_taken(row: Callback, at: datetime) -> bool:
    return row.taken_until is not None and row.taken_until > at


def _abouts(rows: Sequence[Callback], forms: dict[Callback, MoveForm]) -> list[About]:
    answers: dict[Any, list[Answer]] = {row.case_id: [] for row in rows}
    for answer in Answer.objects.filter(case_id__in=list(answers)).select_related("by").order_by("-at"):
        answers[answer.case_id].append(answer)
    asked = {
        one.case_id: one for one in Objection.objects.filter(case_id__in=list(answers), state=ObjectionState.ASKED)
    }
    return [
        About(_line(row), answers[row.case_id], forms[row], wishes_said(row.case_id, row.book), asked.get(row.case_id))
        for row in rows
    ]


def _line(row: Callback) -> Line:
    book = book_named(row.book)
    grades = {grade.code: grade.label for grade in book.callback.grades}
    labels = {dimension.code: dimension.label for dimension in book.callback.dimensions}
    sides = (
        [labels.get(one.dimension, one.dimension) for one in row.discontents.all()] if row.satisfied is False else []
    )
    return Line(
        row, masked_contact_of(row.case.petitioner), CALLBACK.label_of(row.state), TONES[row.state],
        grades.get(row.grade, ""), "、".join(sides),
    )  # fmt: skip
