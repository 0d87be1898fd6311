"""The records of a CSV text that comes in pieces. Unlike the standard reader it survives a cell of any size.

A cell that grows too long is let go while it is being read, and its record says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DELIMITERS = (",", "\t", ";")
MOST_CELLS = 1000
LONGEST_CELLS_IN_RECORD = 10
"""So many cells of the greatest length may one record hold altogether."""


@dataclass
class Record:
    """The cells of one record, and why it cannot be used, or nothing."""

    cells: list[str] = field(default_factory=list)
    problem: str = ""


def records(pieces: Iterator[str], longest: int) -> Iterator[Record]:
    """Give each record of the text, blank lines too; the delimiter is the one that the first line uses most."""
    first, pieces = _first_line(pieces)
    delimiter = max(DELIMITERS, key=first.count)
    reader = _Reader(delimiter, longest)
    for piece in pieces:
        yield from reader.take(piece)
    yield from reader.finish()


def _first_line(pieces: Iterator[str]) -> tuple[str, Iterator[str]]:
    read: list[str] = []
    for piece in pieces:
        read.append(piece)
        if "\n" in piece or "\r" in piece or len(read) > 4:
            break

    def again() -> Iterator[str]:
        yield from read
        yield from pieces

    return re.split("[\r\n]", "".join(read).lstrip("\r\n"), maxsplit=1)[0], again()


class _Reader:
    """Where the reading stands between two pieces."""

    def __init__(self, delimiter: str, longest: int) -> None:
        self.delimiter, self.longest = delimiter, longest
        self.ends = re.compile(f"[{re.escape(delimiter)}\r\n]")
        self.record, self.total = Record(), 0
        self.in_quotes = self.after_quote = self.after_return = self.begun = False
        self.parts: list[str] = []
        self.size = 0

    def take(self, piece: str) -> Iterator[Record]:
        """Read a piece, and give the records that it completes."""
        at = 0
        if self.after_return and piece:
            at = int(piece[0] == "\n")
            self.after_return = False
        while at < len(piece):
            if self.in_quotes:
                at = self._within_quotes(piece, at)
                continue
            if piece[at] == '"' and not self.begun:
                self.in_quotes = self.begun = True
                at += 1
                continue
            found = self.ends.search(piece, at)
            self._add(piece[at : found.start() if found else len(piece)])
            if found is None:
                return
            at = found.end()
            self._end_cell()
            if found[0] != self.delimiter:
                at = self._after_line_end(piece, at, found[0])
                yield self._ended_record()

    def finish(self) -> Iterator[Record]:
        """Give the last record, when the text does not end with a line end."""
        if self.in_quotes and not self.after_quote:
            self.record.problem = self.record.problem or "引号没有闭合"
        if self.begun or self.record.cells:
            self._end_cell()
            yield self._ended_record()

    def _within_quotes(self, piece: str, at: int) -> int:
        if self.after_quote:
            self.after_quote = False
            if piece[at] != '"':
                self.in_quotes = False
                return at
            self._add('"')
            return at + 1
        end = piece.find('"', at)
        self._add(piece[at : end if end >= 0 else len(piece)])
        self.after_quote = end >= 0
        return end + 1 if end >= 0 else len(piece)

    def _after_line_end(self, piece: str, at: int, sign: str) -> int:
        if sign == "\r" and at < len(piece):
            return at + (piece[at] == "\n")
        self.after_return = sign == "\r"
        return at

    def _add(self, text: str) -> None:
        if not text:
            return
        self.begun = True
        self.size += len(text)
        self.total += len(text)
        if self.size > self.longest:
            self.record.problem = f"第 {len(self.record.cells) + 1} 列超过 {self.longest:,} 个字"
        elif self.total > self.longest * LONGEST_CELLS_IN_RECORD:
            self.record.problem = "一行的内容过多"
        self._keep(text)

    def _keep(self, text: str) -> None:
        if self.record.problem:
            self.parts.clear()
        else:
            self.parts.append(text)

    def _end_cell(self) -> None:
        if len(self.record.cells) < MOST_CELLS:
            self.record.cells.append("".join(self.parts))
        else:
            self.record.problem = f"一行超过 {MOST_CELLS:,} 列"
        self.parts, self.size, self.begun = [], 0, False

    def _ended_record(self) -> Record:
        ended, self.record, self.total = self.record, Record(), 0
        self.in_quotes = self.after_quote = False
        return ended
