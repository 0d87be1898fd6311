"""The rows that were not taken, in a file of their own: to be mended and imported again."""

import csv
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from uuid import UUID

from django.conf import settings

from huiyin.flow.times import local
from huiyin.intake.importing.columns import NUMBER, REASON
from huiyin.ui.sheets import guarded
from huiyin.ui.sheets_in import Row

FOLDER = "imports"
SPREADSHEET_READS = {"gb18030": "gb18030"}
"""Encodings that a spreadsheet reads by itself; any other text is written as UTF-8 with a mark."""


class Rejects:
    """The same columns, then the reason and the number of the row; made with the first row that is written.

    The rows hold what people wrote, so only the account that runs the product can read the file.
    """

    def __init__(self, header: Sequence[str], encoding: str, at: datetime, import_id: UUID) -> None:
        self.columns = [name for name in header if name and name not in {REASON, NUMBER}]
        self.encoding = SPREADSHEET_READS.get(encoding, "utf-8-sig")
        self.path = Path(settings.VAR) / FOLDER / f"{local(at):%Y%m%d-%H%M%S}-{import_id.hex[-8:]}-rejects.csv"
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
            self._open()
        cells = [row.get(name, "") for name in self.columns]
        self._writer.writerow([guarded(cell) for cell in [*cells, reason, str(number), *row.beyond]])

    def flush(self) -> None:
        """Bring what was written to the disk: whoever watches the import can already read it."""
        if self._stream:
            self._stream.flush()

    def _open(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._stream = os.fdopen(descriptor, "w", encoding=self.encoding, newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow([guarded(name) for name in [*self.columns, REASON, NUMBER]])
