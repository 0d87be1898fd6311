"""The rows of a workbook, read by a process of its own whose memory is limited: a workbook can be built to harm.

The process is this file itself, started by `xlsx_records`; it knows nothing of the rest of the house.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from huiyin.ui.csv_records import Record
from huiyin.ui.unreadable import SheetLimits, Unreadable, megabytes

MEMORY_BYTES = 170 * 1024 * 1024
"""What the reading may take beyond the bare interpreter."""

MOST_PARTS = 2000
LONGEST_CELLS_IN_ROW = 10
DAMAGED, TOO_BIG = 3, 4
_DAMAGED = "表格文件已损坏或不是 xlsx"


@contextmanager
def xlsx_records(path: Path, limits: SheetLimits) -> Iterator[Iterator[Record]]:
    """Give the records of the first sheet for the block. Raises Unreadable, also while the records are read."""
    require_harmless(path, limits)
    command = [sys.executable, "-m", "huiyin.ui.xlsx_rows", str(path), str(limits.cell_chars)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as child:
        assert child.stdout is not None
        try:
            yield _received(child, child.stdout)
        finally:
            child.kill()


def require_harmless(path: Path, limits: SheetLimits) -> None:
    """Raise Unreadable for a file that is damaged, locked, or grows beyond the limit when it is unpacked.

    The directory of the file may lie about sizes, so every part is really unpacked once and counted.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or len({part.filename for part in parts}) != len(parts):
                raise Unreadable(_DAMAGED)
            if sum(part.file_size for part in parts) > limits.workbook_bytes:
                raise Unreadable(_too_big(limits))
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("表格有密码保护，请取消密码后再导入")
            _unpack_all(packed, parts, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(_DAMAGED) from error


def _unpack_all(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: SheetLimits) -> None:
    taken = 0
    for part in parts:
        with packed.open(part) as stream:
            while piece := stream.read(1 << 16):
                taken += len(piece)
                if taken > limits.workbook_bytes:
                    raise Unreadable(_too_big(limits))


def _too_big(limits: SheetLimits) -> str:
    return f"表格解压后超过 {megabytes(limits.workbook_bytes)}，请另存为 CSV 或分成几个文件"


def _received(child: "subprocess.Popen[str]", lines: IO[str]) -> Iterator[Record]:
    for line in lines:
        told = json.loads(line)
        yield Record(told["cells"], told["problem"])
    if child.wait() == 0:
        return
    # Whatever else ended the process, most likely the system refused it more memory.
    raise Unreadable(_DAMAGED if child.returncode == DAMAGED else "表格太大，请另存为 CSV 或分成几个文件")


# --- The process that reads ----------------------------------------------------------------------------------------


def main(path: str, longest: str) -> int:
    """Print each row of the first sheet as one line of JSON; return 0, DAMAGED or TOO_BIG."""
    from python_calamine import CalamineError, CalamineWorkbook

    limit_memory()
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            print(json.dumps(_told([as_text(value) for value in row], int(longest)), ensure_ascii=False))
    except (CalamineError, IndexError, ValueError):
        return DAMAGED
    except MemoryError:
        return TOO_BIG
    return 0


def limit_memory() -> None:
    """Let the system refuse this process more memory than the limit, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        return
    most = pages * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _told(cells: list[str], longest: int) -> dict[str, Any]:
    for column, cell in enumerate(cells, 1):
        if len(cell) > longest:
            return {"cells": [], "problem": f"第 {column} 列超过 {longest:,} 个字"}
    if sum(map(len, cells)) > longest * LONGEST_CELLS_IN_ROW:
        return {"cells": [], "problem": "一行的内容过多"}
    return {"cells": cells, "problem": ""}


def as_text(value: Any) -> str:
    """Return a cell as a clerk would type it: 2018-01-02 10:30:00, 13800000000, 是."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:]))
