"""One import from the first row to the last: read, understand, take, and keep what was refused."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from huiyin.intake.importing.cells import Cells
from huiyin.intake.importing.columns import Columns, columns_of
from huiyin.intake.importing.messages import Understand, reader_of_messages
from huiyin.intake.importing.open_cases import reader_of_open_cases
from huiyin.intake.importing.orders import Order, Outcome, Understood, Unfit
from huiyin.intake.importing.rejects import Rejects
from huiyin.intake.importing.taking import take
from huiyin.intake.models import Import, ImportSubject
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.ui.sheets_in import Row, Sheet, SheetLimits, Unreadable, opened
from huiyin.ui.unreadable import MEGABYTE

MOST_ROWS, MOST_CHARS = 100, 1_000_000
"""A transaction holds no more: others wait for it on SQLite, and it stands in memory."""

LEDGER = "imports"

READERS: Mapping[str, Callable[[Order], Understand]] = {
    ImportSubject.CASES: reader_of_messages,
    ImportSubject.OPEN_CASES: reader_of_open_cases,
}

Watch = Callable[[Outcome], None]


def import_file(file: Path, subject: ImportSubject, order: Order, watch: Watch = lambda _: None) -> Outcome:
    """Import a file; `watch` is called after every row that was read. What was taken stays, whatever comes after.

    Raises Unreadable for a file or header that cannot be read, Unknown for a city or profile that is not there.
    """
    outcome = Outcome()
    with opened(file, limits_of(order)) as sheet:
        _require_encoding(sheet.encoding, order)
        columns = columns_of(sheet.header, subject, order)
        source = _begin(file, subject, columns, order)
        with Rejects(sheet.header, sheet.encoding, order.at, source.pk) as rejects:
            _Importing(order, source, outcome, rejects).read(sheet, columns, READERS[subject](order), watch)
            outcome.rejects_file = rejects.written
    _end(source, outcome, order)
    return outcome


def _require_encoding(encoding: str, order: Order) -> None:
    allowed = [name.removesuffix("-sig") for name in order.book.imports.encodings]
    if encoding and encoding.removesuffix("-sig") not in allowed:
        raise Unreadable(f"文件编码是 {encoding}，本市只收 {'、'.join(allowed)}，请另存后再导入")


def limits_of(order: Order) -> SheetLimits:
    """Return what a file may cost in this city."""
    return SheetLimits(file_bytes=order.book.imports.megabytes * MEGABYTE)


class _Importing:
    """The rows of one file on their way: they wait, understood or with the reason why not, for a batch to be full."""

    def __init__(self, order: Order, source: Import, outcome: Outcome, rejects: Rejects) -> None:
        self.order, self.source, self.outcome, self.rejects = order, source, outcome, rejects
        self.waiting: list[tuple[int, Row, Understood | Unfit]] = []
        self.chars = 0

    def read(self, sheet: Sheet, columns: Columns, understand: Understand, watch: Watch) -> None:
        """Read the file to its end. What was understood before something unreadable comes is taken all the same."""
        try:
            for number, row in sheet.rows:
                self._row(number, row, columns, understand)
                watch(self.outcome)
        except Unreadable as broken:
            self._take()
            raise Unreadable(f"{broken}（{self._so_far()}，改好文件后重新导入即可继续）") from broken
        self._take()

    def _so_far(self) -> str:
        taken = f"此前的 {self.outcome.accepted + self.outcome.repeated} 件已收进"
        return f"{taken}，退回的行在 {self.rejects.path}" if self.rejects.written else taken

    def _row(self, number: int, row: Row, columns: Columns, understand: Understand) -> None:
        self.outcome.read += 1
        try:
            self.waiting.append((number, row, understand(Cells(number, row, columns))))
        except Unfit as unfit:
            self.waiting.append((number, row, unfit))
        self.chars += sum(map(len, row.values()))
        if len(self.waiting) >= MOST_ROWS or self.chars >= MOST_CHARS:
            self._take()

    def _take(self) -> None:
        waiting, self.waiting, self.chars = self.waiting, [], 0
        understood = [one for _, _, one in waiting if isinstance(one, Understood)]
        fates = iter(take(understood, self.order, self.source))
        for number, row, one in waiting:
            fate = next(fates) if isinstance(one, Understood) else None
            if fate is None or fate.reason:
                self._refuse(number, row, fate.reason if fate else str(one))
            else:
                self.outcome.count(fate)
        self.rejects.flush()

    def _refuse(self, number: int, row: Row, reason: str) -> None:
        self.outcome.refuse(number, reason)
        self.rejects.add(number, row, reason)


def _begin(file: Path, subject: ImportSubject, columns: Columns, order: Order) -> Import:
    with writing():
        source = Import(
            subject=subject, profile=columns.profile.code, file_name=file.name[:200], file_hash=_fingerprint(file),
            on_behalf_of_id=order.on_behalf_of, at=order.at,
        )  # fmt: skip
        # The name of a file may tell a person's; the journal keeps the fingerprint.
        said = {"subject": subject, "profile": source.profile, "sha256": source.file_hash.hex()}
        event = note("import.begin", "import", source.pk, at=order.at, head=LEDGER, actor=order.actor, said=said)
        source.event_id = event.id
        source.save(force_insert=True)
    return source


def _end(source: Import, outcome: Outcome, order: Order) -> None:
    with writing():
        counts = outcome.counts()
        Import.objects.filter(pk=source.pk).update(finished=True, **counts)
        note("import.end", "import", source.pk, at=order.at, head=LEDGER, actor=order.actor, said=counts,
             caused_by=source.event_id)  # fmt: skip


def _fingerprint(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
