"""What a file may cost at most, and what is said when it cannot be read."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class Unreadable(ValueError):
    """The file cannot be read; the message says why, in the user's words."""


@dataclass(frozen=True)
class SheetLimits:
    """The greatest size of a file, of its content once unpacked, of one cell, and of the table."""

    file_bytes: int = 200 * MEGABYTE
    text_bytes: int = 2048 * MEGABYTE
    workbook_bytes: int = 200 * MEGABYTE
    cell_chars: int = 100_000
    rows: int = 2_000_000
    columns: int = 300


def megabytes(count: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{count / MEGABYTE:,.0f} MB" if count >= MEGABYTE else f"{count / 1024:,.0f} KB"
