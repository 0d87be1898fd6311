"""`./huiyin mission`: which rows of the mission a test proves, where in the product each is done, or why not yet.

Plain Python: it reads the tests as text, so it needs nothing to be set up.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROWS = range(1, 198)
TABLE = ROOT / "docs" / "mission.toml"
PAGE = ROOT / "docs" / "mission.md"

HEAD = """# 使命清单

由 `./huiyin docs` 生成，请勿手改：标题、位置和说明在 `mission.toml`，测试以 `@pytest.mark.mission(行号)` 声明。
没有测试的行一律为“尚未”。

已由测试证明：{proven} / {total}

| 行 | 内容 | 在产品的何处 | 测试，或为何尚未 |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One row: `tests` are pytest's names of the tests that carry its number; without any the row is "not yet"."""

    row: int
    title: str
    tests: tuple[str, ...]
    place: str
    note: str


def rows(root: Path = ROOT) -> list[Row]:
    """Return all rows in order. Raises ValueError for a mark that names no row."""
    table = tomllib.loads((root / TABLE.relative_to(ROOT)).read_text(encoding="utf-8"))
    proofs: dict[int, list[str]] = {number: [] for number in ROWS}
    for number, test in marked_tests(root):
        if number not in proofs:
            raise ValueError(f"{test}: 使命清单没有第 {number} 行")
        proofs[number].append(test)
    return [
        Row(number, told["title"], tuple(proofs[number]), told["place"], told["note"])
        for number in ROWS
        for told in [table[str(number)]]
    ]


def marked_tests(root: Path) -> Iterator[tuple[int, str]]:
    """Give (row, name of the test) for every mark in the files of tests below `src` and `tests`."""
    for folder in ("src", "tests"):
        for file in sorted((root / folder).rglob("test_*.py")):
            text = file.read_text(encoding="utf-8")
            if "mission" in text:
                yield from _marks_in(ast.parse(text), file.relative_to(root).as_posix())


def _marks_in(body: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[int, str]]:
    for node in body.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((number, f"{name}::{node.name}") for mark in node.decorator_list for number in _numbers(mark))
        if isinstance(node, ast.ClassDef):
            yield from _marks_in(node, f"{name}::{node.name}")
        elif isinstance(node, ast.Assign) and any(ast.unparse(target) == "pytestmark" for target in node.targets):
            yield from ((number, name) for mark in ast.walk(node.value) for number in _numbers(mark))


def _numbers(mark: ast.AST) -> list[int]:
    """Return the numbers of a node `pytest.mark.mission(1, 2)`, none of any other node."""
    if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.mission":
        return []
    return [ast.literal_eval(argument) for argument in mark.args]


def as_json(found: Sequence[Row]) -> str:
    """Return a list of objects with `row`, `tests`, `place`, `note`; the note is empty once a test stands."""
    kept = ("row", "tests", "place", "note")
    return json.dumps([{key: _told(row)[key] for key in kept} for row in found], ensure_ascii=False, indent=1)


def as_text(found: Sequence[Row]) -> str:
    """Return the table for a terminal."""
    lines = []
    for row in found:
        state = f"{row.place}（{len(row.tests)} 个测试）" if row.tests else f"尚未：{row.note}"
        lines.append(f"{row.row:>4}  {'✓' if row.tests else '·'}  {row.title} —— {state}")
    return "\n".join([*lines, "", f"已由测试证明 {_proven(found)} / {len(found)} 行"])


def as_markdown(found: Sequence[Row]) -> str:
    """Return the text of docs/mission.md."""
    lines = [f"| {row.row} | {row.title} | {_told(row)['place'] or '—'} | {_proof(row)} |" for row in found]
    return HEAD.format(proven=_proven(found), total=len(found)) + "\n".join(lines) + "\n"


def _told(row: Row) -> dict[str, object]:
    hidden = {"note": ""} if row.tests else {"place": ""}
    return {**asdict(row), **hidden}


def _proof(row: Row) -> str:
    return "<br>".join(f"`{test}`" for test in row.tests) or f"尚未：{row.note}"


def _proven(found: Sequence[Row]) -> int:
    return sum(bool(row.tests) for row in found)


def main(argv: Sequence[str]) -> None:
    """Print the table, as JSON with `--json`; `--write` makes docs/mission.md."""
    found = rows()
    if "--write" in argv:
        PAGE.write_text(as_markdown(found), encoding="utf-8")
    else:
        print(as_json(found) if "--json" in argv else as_text(found))


if __name__ == "__main__":
    main(sys.argv[1:])
