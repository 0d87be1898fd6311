"""From an ask to a field of a form. The field only carries what was typed: judging it is the door's."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from huiyin.flow.says import Ask
from huiyin.moves.place import Line, Pairs
from huiyin.moves.widgets import Boxes, LinesWidget, NameWidget, RowsWidget, WordsWidget, select_of

LONG_TEXT, SHORT_TEXT = 8, 3


def field_of(
    ask: Ask, book: Any, options: Pairs | None = None, lines: Sequence[Line] | None = None, *, is_typed: bool = False
) -> forms.Field:
    """Return the field of one ask; `options` are its (code, label) pairs, `lines` the given rows of an ask of rows.

    Where `is_typed` the options are only suggestions, and a name that is not among them may be typed.
    """
    if options is None and ask.choices:
        options = ask.choices(book)
    widget = _name(ask, options) if is_typed else _widget_of(ask, book, options, lines)
    required = ask.required and ask.kind not in {"flag", "rows"}
    return forms.Field(label=ask.label, required=required, widget=widget, help_text=ask.help)


def _widget_of(ask: Ask, book: Any, options: Pairs | None, lines: Sequence[Line] | None) -> forms.Widget:
    return _rows(ask, book, lines) if ask.kind == "rows" else _WIDGETS[ask.kind](ask, options)


def _text(ask: Ask, options: Pairs | None) -> forms.Widget:
    # A browser that is told the greatest length cuts what is pasted without a word; the door says by how much it is too long.
    return forms.TextInput()


def _lines(ask: Ask, options: Pairs | None) -> forms.Widget:
    return forms.Textarea(attrs={"rows": LONG_TEXT if ask.longest > 2000 else SHORT_TEXT})


def _choice(ask: Ask, options: Pairs | None) -> forms.Widget:
    return select_of(options or (), "请选择" if ask.required else "（不选）")


def _choices(ask: Ask, options: Pairs | None) -> forms.Widget:
    if options is None:
        return WordsWidget(attrs={"placeholder": "多个之间用逗号隔开"})
    return Boxes(choices=options)


def _flag(ask: Ask, options: Pairs | None) -> forms.Widget:
    return forms.CheckboxInput()


def _number(ask: Ask, options: Pairs | None) -> forms.Widget:
    return forms.NumberInput(attrs={"inputmode": "numeric"})


def _name(ask: Ask, options: Pairs | None) -> forms.Widget:
    return NameWidget(options or ())


def _when(ask: Ask, options: Pairs | None) -> forms.Widget:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _day(ask: Ask, options: Pairs | None) -> forms.Widget:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


_WIDGETS: dict[str, Callable[[Ask, Pairs | None], forms.Widget]] = {
    "text": _text,
    "lines": _lines,
    "choice": _choice,
    "choices": _choices,
    "flag": _flag,
    "number": _number,
    "unit": _choice,
    "units": _choices,
    "case": _choice,
    "when": _when,
    "day": _day,
}


def _rows(ask: Ask, book: Any, lines: Sequence[Line] | None) -> forms.Widget:
    if lines is None and len(ask.columns) == 1:
        return LinesWidget(ask.columns[0].name, attrs={"rows": SHORT_TEXT})
    return RowsWidget({c.name: (c.label, field_of(c, book).widget) for c in ask.columns}, lines)
