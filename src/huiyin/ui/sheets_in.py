"""Rows out of files that people bring: CSV, CSV.gz, XLSX in any usual encoding, one by one and never as a whole.

A file that cannot be read at all raises Unreadable; a row that cannot says so itself and the next one is read.
"""

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from huiyin.ui.csv_records import Record, records
from huiyin.ui.encodings import decoded, encoding_of
from huiyin.ui.unreadable import SheetLimits, Unreadable, megabytes
from huiyin.ui.xlsx_rows import xlsx_records

__all__ = ["Row", "Sheet", "SheetLimits", "Unreadable", "opened", "opened_upload", "read_rows"]

USUAL = SheetLimits()
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Row(dict[str, str]):
    """One row by the names of its columns; `problem` says in the user's words why it cannot be used, or is empty.

    `beyond` holds the cells for which there is no column, so that a row can be written out again as it came.
    """

    problem: str = ""
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """An open file: the names of its columns, and its rows with the number that a spreadsheet shows beside them.

    `encoding` is the text's, empty for a workbook.
    """

    header: list[str]
    rows: Iterator[tuple[int, Row]]
    encoding: str = ""


@contextmanager
def opened(path: Path, limits: SheetLimits = USUAL) -> Iterator[Sheet]:
    """Open a file for the block. The kind is known by the content, not by the name. Raises Unreadable."""
    if path.stat().st_size > limits.file_bytes:
        raise Unreadable(f"文件超过 {megabytes(limits.file_bytes)}，请分成几个文件")
    with ExitStack() as stack:
        found, encoding = _records(path, limits, stack)
        number, header = _header(found, limits)
        yield Sheet(header, _rows(found, header, number, limits), encoding)


def read_rows(path: Path, limits: SheetLimits = USUAL) -> Iterator[tuple[int, Row]]:
    """Give (row number, row) for every row below the header that is not empty. Raises Unreadable."""
    with opened(path, limits) as sheet:
        yield from sheet.rows


@contextmanager
def opened_upload(file: IO[bytes], limits: SheetLimits = USUAL) -> Iterator[Sheet]:
    """Open what came with a form; it is copied aside, because a workbook is read by a process of its own."""
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        with opened(Path(copy.name), limits) as sheet:
            yield sheet


def _records(path: Path, limits: SheetLimits, stack: ExitStack) -> tuple[Iterator[Record], str]:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(_OLD_EXCEL):
        raise Unreadable("不支持旧版 xls 或加密的表格，请另存为 xlsx 或 CSV")
    if start.startswith(b"PK"):
        return stack.enter_context(xlsx_records(path, limits)), ""
    if not start:
        raise Unreadable("文件是空的")
    return _text_records(path, limits, stack, packed=start.startswith(b"\x1f\x8b"))


def _text_records(path: Path, limits: SheetLimits, stack: ExitStack, *, packed: bool) -> tuple[Iterator[Record], str]:
    def pieces() -> Iterator[bytes]:
        stream: Any = gzip.GzipFile(path) if packed else path.open("rb")
        return _capped(stack.enter_context(stream), limits)

    encoding = encoding_of(pieces())
    return records(decoded(pieces(), encoding), limits.cell_chars), encoding.name


def _capped(stream: IO[bytes], limits: SheetLimits) -> Iterator[bytes]:
    taken = 0
    try:
        while piece := stream.read(1 << 16):
            taken += len(piece)
            if taken > limits.text_bytes:
                raise Unreadable(f"解压后超过 {megabytes(limits.text_bytes)}，请分成几个文件")
            yield piece
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unreadable("压缩文件已损坏") from error


def _header(found: Iterator[Record], limits: SheetLimits) -> tuple[int, list[str]]:
    for number, record in enumerate(found, 1):
        names = [cell.strip() for cell in record.cells]
        while names and not names[-1]:
            names.pop()
        if names:
            _require_usable(names, record, limits)
            return number, names
    raise Unreadable("文件里没有内容")


def _require_usable(names: list[str], record: Record, limits: SheetLimits) -> None:
    if record.problem:
        raise Unreadable(f"表头不能使用：{record.problem}")
    if len(names) > limits.columns:
        raise Unreadable(f"表头超过 {limits.columns} 列")
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise Unreadable(f"表头有重复的列名：{'、'.join(sorted(twice))}")


def _rows(found: Iterator[Record], header: list[str], above: int, limits: SheetLimits) -> Iterator[tuple[int, Row]]:
    for number, record in enumerate(found, above + 1):
        if number - above > limits.rows:
            raise Unreadable(f"超过 {limits.rows:,} 行，请分成几个文件")
        if record.problem or any(cell.strip() for cell in record.cells):
            yield number, _row(record, header)


def _row(record: Record, header: list[str]) -> Row:
    cells = record.cells
    row = Row({name: cell.strip() for name, cell in zip(header, cells, strict=False) if name})
    for name in header[len(cells) :]:
        row.setdefault(name, "")
    row.beyond = tuple(cells[len(header) :])
    row.problem = record.problem or _problem(cells, header)
    return row


def _problem(cells: list[str], header: list[str]) -> str:
    if any(cell.strip() for cell in cells[len(header) :]):
        return "内容比表头的列数多"
    if any("\ufffd" in cell for cell in cells):
        return "含有无法识别的字符"
    return "含有不允许的控制字符" if any("\0" in cell for cell in cells) else ""
