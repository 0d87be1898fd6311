"""The form of one call: for each case of the caller what the petitioner says, made from the asks of the moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from huiyin.callbacks.act import Outcome
from huiyin.callbacks.asks import ANSWERED, DO_NOT_CALL, NOT_REACHED
from huiyin.callbacks.models import Callback
from huiyin.callbacks.places import wish_lines
from huiyin.flow.says import Ask, Choices
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
    book = book_named(row.book)
    return form_for(NOT_REACHED, book, {ask.name: _options(ask, book) or () for ask in NOT_REACHED}, data)


def _answer_form(row: Callback, data: Mapping[str, Any] | None, *, is_last: bool) -> MoveForm:
    book = book_named(row.book)
    asks = [replace(ask, help="") if ask.name == "grade" else ask for ask in ANSWERED if is_last or ask != DO_NOT_CALL]
    fields = {ask.name: field_of(_with_digits(ask), book, _options(ask, book), _lines(ask, row)) for ask in asks}
    fields["grade"].widget.attrs["data-discontent"] = " ".join(_discontent(book))
    if is_last:
        # The petitioner says it unasked: Enter goes past it.
        fields[DO_NOT_CALL.name].widget.attrs["data-aside"] = True
    return MoveForm(asks, fields, data=data, prefix=row.pk.hex[-8:])


def _discontent(book: Any) -> list[str]:
    """The grades after which more is asked."""
    return [grade.code for grade in book.callback.grades if grade.satisfied is False]


def _options(ask: Ask, book: Any) -> Sequence[tuple[str, str]] | None:
    if ask.choices is None:
        return None
    more = [(NO_GRADE, "接通未评价")] if ask.name == "grade" else []
    return numbered([*ask.choices(book), *more])


def numbered(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put a digit before each option: typed in a list it chooses what begins with it."""
    return [(code, f"{digit} {label}") for digit, (code, label) in enumerate(pairs, start=1)]


def _with_digits(ask: Ask) -> Ask:
    columns = tuple(
        replace(column, choices=partial(_numbered_choices, column.choices)) if column.choices else column
        for column in ask.columns
    )
    return replace(ask, columns=columns)


def _numbered_choices(choices: Choices, book: Any) -> list[tuple[str, str]]:
    return numbered(choices(book))


def _lines(ask: Ask, row: Callback) -> Any:
    return wish_lines(row.case_id) if ask.kind == "rows" else None
