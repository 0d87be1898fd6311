"""By what a row is known again: its source and number, else everything that it says."""

from datetime import datetime

from huiyin.flow.times import UTC
from huiyin.intake.importing.cells import Cells
from huiyin.privacy.installed import lookup_for
from huiyin.rulebook.imports import ImportField

MAY_CHANGE = frozenset(
    {ImportField.AT, ImportField.LIKES, ImportField.DISLIKES, ImportField.STATE, ImportField.REMAINING}
)
"""What two exports of the same row may tell differently; the time is compared as a moment, however it is written."""


def identity_of(cells: Cells, channel: str, at: datetime) -> bytes:
    """Return 32 bytes that are the same for the same message. A keyed hash, since a row holds names and phones."""
    if number := cells.plain(ImportField.NUMBER):
        return lookup_for("text", f"import\0{channel}\0number\0{number}")
    said = [f"{field}={cells.text(field)}" for field in sorted(cells.columns.headers) if field not in MAY_CHANGE]
    return lookup_for("text", "\0".join(["import", channel, "row", at.astimezone(UTC).isoformat(), *said]))
