"""Lists as files: CSV that opens in Chinese, and XLSX, both row by row and with no cell that calculates."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from huiyin.flow.times import local

Row = Sequence[Any]

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also in its full-width form."""

BOM = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_XLSX_CELL = 32_767
LONGEST_LIST = 255
LINES_PER_PIECE = 200


def guarded(text: str) -> str:
    """Return the text so that a spreadsheet shows it and does not calculate it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_pieces(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Give the file piece by piece: UTF-8 with a byte order mark, so that it opens with the right characters."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([_csv_cell(value) for value in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % LINES_PER_PIECE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def csv_response(filename: str, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """Answer with a CSV file; `rows` may be a generator over a server-side cursor, it is never held in memory."""
    response = StreamingHttpResponse(csv_pieces(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(filename)
    return response


Sheet = tuple[str, Row, Iterable[Row]]
"""Title, header and rows of one sheet."""


def write_xlsx(
    stream: IO[bytes], title: str, header: Row, rows: Iterable[Row], choices: Mapping[int, Sequence[str]] | None = None,
    also: Sheet | None = None,
) -> int:  # fmt: skip
    """Write a workbook to the stream, in constant memory; return the number of rows below the header of its first sheet.

    `choices` are by column the words that can be chosen there, for a sheet that is filled in and brought back; `also` is a
    second sheet, for what explains the first.
    """
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": False, "strings_to_urls": False})
    moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "yyyy-mm-dd"})
    formats = (book.add_format({"bold": True}), moment, day)
    sheet, count = _write_sheet(book, (title, header, rows), formats)
    for column, words in (choices or {}).items():
        # A longer list cannot be written so; then one types, and what is wrong is told when the sheet is brought back.
        if count and len(",".join(words)) <= LONGEST_LIST:
            sheet.data_validation(1, column, count, column, {"validate": "list", "source": list(words)})
    if also:
        _write_sheet(book, also, formats)
    book.close()
    return count


def _write_sheet(book: Any, whole: Sheet, formats: tuple[Any, Any, Any]) -> tuple[Any, int]:
    title, header, rows = whole
    bold, moment, day = formats
    count, sheet = 0, book.add_worksheet(_sheet_title(title))
    sheet.freeze_panes(1, 0)
    for column, value in enumerate(header):
        sheet.write_string(0, column, _text(value)[:LONGEST_XLSX_CELL], bold)
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write_cell(sheet, count, column, value, moment, day)
    return sheet, count


def xlsx_response(
    filename: str, title: str, header: Row, rows: Iterable[Row], choices: Mapping[int, Sequence[str]] | None = None,
    also: Sheet | None = None,
) -> FileResponse:  # fmt: skip
    """Answer with a workbook, written to a file of the system's and sent from there."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it has been sent)
    write_xlsx(file, title, header, rows, choices, also)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = disposition(filename)
    return response


def _write_cell(sheet: Any, line: int, column: int, value: Any, moment: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, local(value).replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    else:
        # The guard stands here too: the sheet may be saved as CSV and opened again.
        sheet.write_string(line, column, guarded(_text(value))[:LONGEST_XLSX_CELL])


def _csv_cell(value: Any) -> Any:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return value if is_number else guarded(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date | UUID):
        return str(value)
    return str(getattr(value, "label", value))


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _sheet_title(title: str) -> str:
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:31] or "Sheet1"


def disposition(filename: str) -> str:
    """Return the header by which a browser keeps the answer as a file of this name."""
    return content_disposition_header(as_attachment=True, filename=filename) or "attachment"
