"""The cells of one row by what they mean; what cannot be understood is noted, so that all reasons are told at once."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from huiyin.intake.importing.columns import Columns
from huiyin.intake.importing.moments import moment_of
from huiyin.intake.importing.orders import Unfit
from huiyin.rulebook.imports import ImportField
from huiyin.ui.sheets import DANGEROUS
from huiyin.ui.sheets_in import Row


class HasCode(Protocol):
    """An entry of the rulebook, whatever it is of."""

    @property
    def code(self) -> str:
        """What rows store."""
        ...


class Cells:
    """One row under its columns. Reasons name the column and never quote the cell: it may hold anything."""

    def __init__(self, number: int, row: Row, columns: Columns) -> None:
        self.number, self.row, self.columns = number, row, columns
        self.problems: list[str] = [row.problem] if row.problem else []

    def text(self, field: ImportField) -> str:
        """Return the cell's text, "" where the file has no such column."""
        text = self.row.get(self.columns.headers.get(field, ""), "")
        # The sign that kept a spreadsheet from calculating comes off again.
        guarded = self.columns.mended and text.startswith("'") and text[1:].startswith(DANGEROUS)
        return text[1:] if guarded else text

    def plain(self, field: ImportField) -> str:
        """Return a short text such as a number or a word, in one width and without blanks at its ends."""
        return unicodedata.normalize("NFKC", self.text(field)).strip()

    def needed(self, field: ImportField) -> str:
        """Return the text, and note where there is none."""
        if not (text := self.text(field)):
            self.note(f"请填写“{self.columns.header(field)}”")
        return text

    def moment(self, field: ImportField, *, needed: bool = False) -> datetime | None:
        """Return the moment, and note what cannot be read, or is needed and not there."""
        text = self.needed(field) if needed else self.text(field)
        moment = moment_of(text, self.columns.profile.date_formats) if text else None
        if text and moment is None:
            self.note(f"“{self.columns.header(field)}”看不懂，应如 2019-01-02 10:00")
        return moment

    def code(self, field: ImportField, called: Callable[[str], HasCode | None]) -> str:
        """Return the code of what the cell calls by a code, a label or another name, "" for an empty cell."""
        word = self.plain(field)
        found = called(word) if word else None
        if word and found is None:
            self.note(f"“{self.columns.header(field)}”里的叫法，规则簿不认得")
        return found.code if found else ""

    def count(self, field: ImportField) -> int | None:
        """Return a whole number, None for anything else: nobody needs it to take the case."""
        text = self.plain(field)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def note(self, reason: str) -> None:
        """Keep one more reason why the row cannot be taken."""
        self.problems.append(reason)

    def require_fit(self) -> None:
        """Raise Unfit with every reason that was noted."""
        if self.problems:
            raise Unfit("；".join(dict.fromkeys(self.problems)))
