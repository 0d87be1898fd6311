"""Controls that Django does not have: rows of an ask, a typed name with suggestions, long choices to search."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from huiyin.moves.place import Line, Pairs
from huiyin.ui.initials import initials

SEARCHED_FROM = 20
"""A choice with at least so many options gets a box in which a part of the name is typed."""

BLANK_ROWS = 3
MOST_ROWS = 100


SEARCH_HINT = "输入名称中的字或拼音首字母"


class _FoundByLetters(forms.widgets.ChoiceWidget):
    """Each option of a long choice carries the first letters of its pinyin, by which it is found too."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows of one option."""
        option = super().create_option(*args, **kwargs)
        if option["value"] and _count(self.choices) >= SEARCHED_FROM:  # type: ignore[arg-type]
            option["attrs"]["data-initials"] = initials(str(option["label"]))
        return option


class SearchedSelect(_FoundByLetters, forms.Select):
    """A long list to choose one from."""


def select_of(options: Pairs, blank: str) -> forms.Select:
    """Return a list to choose one from, with a box to search it where it is long; without script it is a plain list."""
    choices = [("", blank), *options]
    if _count(options) < SEARCHED_FROM:
        return forms.Select(choices=choices)
    return SearchedSelect(choices=choices, attrs={"data-search": SEARCH_HINT})


def _count(options: Pairs) -> int:
    return sum(len(label) if isinstance(label, list | tuple) else 1 for _, label in options)


class Boxes(_FoundByLetters, forms.CheckboxSelectMultiple):
    """Boxes to tick, which can be searched where they are many."""

    template_name = "moves/widgets/boxes.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template shows: the boxes, and the words of the search box."""
        context = super().get_context(name, value, attrs)
        context["search"] = SEARCH_HINT if _count(self.choices) >= SEARCHED_FROM else ""  # type: ignore[arg-type]
        return context


class LinesWidget(forms.Textarea):
    """Rows of one column: one row on each line of a text."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column

    def format_value(self, value: Any) -> str:
        """Return the rows as lines."""
        rows = value if isinstance(value, list | tuple) else ()
        return "\n".join(str(row.get(self.column, "")) for row in rows)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        """Return a row for each line that is not blank."""
        return [{self.column: line.strip()} for line in str(data.get(name) or "").splitlines() if line.strip()]


class RowsWidget(forms.Widget):
    """Rows of several columns: the given lines, or some blank rows and always one more."""

    template_name = "moves/widgets/rows.html"

    def __init__(self, columns: Mapping[str, tuple[str, forms.Widget]], lines: Sequence[Line] | None = None) -> None:
        super().__init__()
        self.columns, self.lines = columns, lines
        self.typed = [name for name in columns if not lines or name not in lines[0].fixed]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the rows in which something was typed, with the values that their line gives."""
        found = []
        for number in range(len(self.lines) if self.lines is not None else MOST_ROWS):
            row = {c: self.columns[c][1].value_from_datadict(data, files, f"{name}-{number}-{c}") for c in self.typed}
            if any(row.values()) or (self.lines is not None and self._is_ticked_only):
                found.append({**(self.lines[number].fixed if self.lines else {}), **row})
        return found

    @property
    def _is_ticked_only(self) -> bool:
        # A given row in which there is only something to tick is an answer also where nothing is ticked.
        return all(isinstance(self.columns[column][1], forms.CheckboxInput) for column in self.typed)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template shows: each row with its label and cells."""
        context = super().get_context(name, value, attrs)
        rows = list(value or ())
        labels = [line.label for line in self.lines] if self.lines is not None else self._numbers(rows)
        context["heads"] = [self.columns[c][0] for c in self.typed]
        context["rows"] = [
            {"label": label, "cells": self._cells(name, number, self._row(number, rows))}
            for number, label in enumerate(labels)
        ]
        return context

    def _numbers(self, rows: list[Any]) -> list[str]:
        return [str(n) for n in range(1, min(max(BLANK_ROWS, len(rows) + 1), MOST_ROWS) + 1)]

    def _row(self, number: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
        if self.lines is None:
            return rows[number] if number < len(rows) else {}
        fixed = self.lines[number].fixed
        return next((row for row in rows if all(row.get(k) == v for k, v in fixed.items())), {})

    def _cells(self, name: str, number: int, row: dict[str, Any]) -> list[dict[str, Any]]:
        return [self._cell(f"{name}-{number}-{column}", column, row.get(column)) for column in self.typed]

    def _cell(self, name: str, column: str, value: Any) -> dict[str, Any]:
        label, widget = self.columns[column]
        look = next((name for kind, name in _LOOKS if isinstance(widget, kind)), "form-control")
        attrs = {"class": look, "aria-label": label, "id": f"move_{name}"}
        return {"label": label, "control": widget.render(name, value, attrs)}


_LOOKS = ((forms.Select, "form-select"), (forms.CheckboxInput, "form-check-input"))


class NameWidget(forms.TextInput):
    """A name to be typed, such as the number of a case, with suggestions."""

    template_name = "moves/widgets/name.html"

    def __init__(self, suggestions: Pairs = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template shows: the box and the list behind it."""
        context = super().get_context(
            name, value, {**(attrs or {}), "list": f"{name}_suggestions", "autocomplete": "off"}
        )
        context["suggestions"] = self.suggestions
        return context


class WordsWidget(forms.TextInput):
    """Several words in one box, parted by commas or blanks."""

    def format_value(self, value: Any) -> str:
        """Return the words with commas between them."""
        return "、".join(value) if isinstance(value, list | tuple) else (value or "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return the words."""
        text = str(data.get(name) or "")
        for sign in "，,、；;":
            text = text.replace(sign, " ")
        return text.split()


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Return the files that came."""
        found: Callable[[str], list[Any]] | None = getattr(files, "getlist", None)
        return found(name) if found else []
