"""A file with one row a call: strict, each call once, and what cannot be used is written out with its reason."""

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from uuid import UUID

from django.conf import settings

from huiyin.calls.act import LEDGER, keep_calls, ledger
from huiyin.calls.heard import Heard
from huiyin.calls.queries import book_on
from huiyin.calls.reading import Unfit, reader_of, without_case
from huiyin.flow.actor import PLATFORM
from huiyin.flow.ids import uuid7
from huiyin.flow.times import local, local_day
from huiyin.journal.door import note
from huiyin.ui.sheets import guarded
from huiyin.ui.sheets_in import Row, Sheet, SheetLimits, opened
from huiyin.ui.unreadable import MEGABYTE

MOST_ROWS = 1000
"""A transaction holds no more: others wait for it on SQLite."""

MOST_TOLD = 20
ADDED = ("原因", "行号")
"""The two columns that the file of refused rows has beyond those of its origin; nobody has to take them out again."""


@dataclass
class Outcome:
    """How an import went; `read` is always the sum of the other three. `unknown` are called numbers that no line declares."""

    read: int = 0
    accepted: int = 0
    repeated: int = 0
    rejected: int = 0
    rejects_file: Path | None = None
    refusals: list[tuple[int, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        """Return the four counts by their names."""
        return {name: getattr(self, name) for name in ("read", "accepted", "repeated", "rejected")}


Watch = Callable[[Outcome], None]


def import_calls(file: Path, *, at: datetime, watch: Watch = lambda _: None) -> Outcome:
    """Import a file; `watch` is called after every batch. What was taken stays, whatever comes after.

    Raises Unreadable for a file or header that cannot be read.
    """
    book, outcome = book_on(local_day(at)), Outcome()
    limits = SheetLimits(file_bytes=book.imports.megabytes * MEGABYTE)
    with opened(file, limits) as sheet:
        understood = reader_of(sheet.header, book, at)
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        event = note("calls.import", "calls", ledger().pk, at=at, head=LEDGER, actor=PLATFORM, said={"sha256": digest})
        with _Rejects(sheet, at) as rejects:
            _Importing(outcome, rejects, at, event.id).read(sheet, understood, watch)
            outcome.rejects_file = rejects.written
    note(
        "calls.imported",
        "calls",
        ledger().pk,
        at=at,
        head=LEDGER,
        actor=PLATFORM,
        said={**outcome.counts(), "unknown_number": outcome.unknown.total()},
        caused_by=event.id,
    )
    return outcome


class _Importing:
    """The rows of one file on their way: understood, or with the reason why not, until a batch is full."""

    def __init__(self, outcome: Outcome, rejects: "_Rejects", at: datetime, event_id: UUID) -> None:
        self.outcome, self.rejects, self.at, self.event_id = outcome, rejects, at, event_id
        self.waiting: list[tuple[int, Row, Heard]] = []

    def read(self, sheet: Sheet, understood: Callable[[Row], Heard], watch: Watch) -> None:
        for number, row in sheet.rows:
            self.outcome.read += 1
            try:
                self.waiting.append((number, row, understood(row)))
            except Unfit as unfit:
                self._refuse(number, row, str(unfit))
            if len(self.waiting) >= MOST_ROWS:
                self._take()
                watch(self.outcome)
        self._take()
        watch(self.outcome)

    def _take(self) -> None:
        waiting, self.waiting = self.waiting, []
        unfit = without_case([heard for _, _, heard in waiting])
        for number, row, heard in waiting:
            if heard.number in unfit:
                self._refuse(number, row, "没有这个编号的工单")
        fit: Sequence[Heard] = [heard for _, _, heard in waiting if heard.number not in unfit]
        taken = keep_calls(fit, actor=PLATFORM, at=self.at, caused_by=self.event_id) if fit else set()
        self.outcome.accepted += len(taken)
        self.outcome.repeated += len(fit) - len(taken)
        self.outcome.unknown.update(heard.line for heard in fit if heard.number in taken and not heard.line_known)
        self.rejects.flush()

    def _refuse(self, number: int, row: Row, reason: str) -> None:
        self.outcome.rejected += 1
        if len(self.outcome.refusals) < MOST_TOLD:
            self.outcome.refusals.append((number, reason))
        self.rejects.add(number, row, reason)


class _Rejects:
    """The refused rows, with the same columns; made with the first of them, and only the product's account can read it.

    It lies with the refused rows of other imports, under a name of the same form: the same keeper removes it after some
    days.
    """

    def __init__(self, sheet: Sheet, at: datetime) -> None:
        self.columns = [name for name in sheet.header if name and name not in ADDED]
        self.path = Path(settings.VAR) / "imports" / f"{local(at):%Y%m%d-%H%M%S}-{uuid7().hex[-8:]}-rejects.csv"
        self._stream: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._stream:
            self._stream.close()

    @property
    def written(self) -> Path | None:
        """The file, None where no row was refused."""
        return self.path if self._stream else None

    def add(self, number: int, row: Row, reason: str) -> None:
        """Write one row with its reason; cells without a column follow behind, so that the row stays refused."""
        if self._stream is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._stream = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._stream)
            self._writer.writerow([guarded(name) for name in [*self.columns, *ADDED]])
        cells = [row.get(name, "") for name in self.columns]
        self._writer.writerow([guarded(cell) for cell in [*cells, reason, str(number), *row.beyond]])

    def flush(self) -> None:
        """Bring what was written to the disk."""
        if self._stream:
            self._stream.flush()
