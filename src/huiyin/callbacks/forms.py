"""The form of one call: for each case of the caller what the petitioner says, made from the asks of the moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from huiyin.callbacks.act import Outcome
from huiyin.callbacks.asks import ANSWERED, DO_NOT_CALL, NOT_REACHED
from huiyin.callbacks.models import Callback
from huiyin.callbacks.places import wish_lines
from huiyin.flow.says import Ask
from huiyin.moves.fields import field_of
from huiyin.moves.form import MoveForm, form_for
from huiyin.rulebook.shelf import book as book_named

NO_GRADE = "no_grade"
"""Chosen for a case about which the petitioner spoke without a grade; nothing is chosen for the agent."""


def answer_forms(rows: Sequence[Callback], data: Mapping[str, Any] | None = None) -> dict[Callback, MoveForm]:
    """Return a form for each case that the call is about; whether to call again is asked once, in the last one."""
    return {row: _answer_form(row, data, is_last=row is rows[-1]) for row in rows}


def outcome_of(row: Callback, form: MoveForm) -> Outcome:
    """Return what the form says as a move of the call-back."""
    said = form.said()
    if said["grade"] != NO_GRADE:
        return Outcome(row.pk, "answered", said)
    return Outcome(row.pk, "declined", {"words": said["words"], "do_not_call": said.get("do_not_call")})


def miss_form(row: Callback, data: Mapping[str, Any] | None = None) -> MoveForm:
    """Return the form for a call that did not go through."""
    return form_for(NOT_REACHED, book_named(row.book), data=data)


def _answer_form(row: Callback, data: Mapping[str, Any] | None, *, is_last: bool) -> MoveForm:
    book = book_named(row.book)
    asks = [replace(ask, help="") if ask.name == "grade" else ask for ask in ANSWERED if is_last or ask != DO_NOT_CALL]
    fields = {ask.name: field_of(ask, book, _options(ask, book), _lines(ask, row)) for ask in asks}
    return MoveForm(asks, fields, data=data, prefix=row.pk.hex[-8:])


def _options(ask: Ask, book: Any) -> Sequence[tuple[str, str]] | None:
    if ask.name != "grade" or ask.choices is None:
        return None
    return [*ask.choices(book), (NO_GRADE, "接通未评价")]


def _lines(ask: Ask, row: Callback) -> Any:
    return wish_lines(row.case_id) if ask.kind == "rows" else None
