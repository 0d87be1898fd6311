"""The simulator decides who does what and when; it writes no row except through the doors of the rooms."""

import ast
from pathlib import Path

import pytest

import huiyin.demo
from huiyin.demo.disk import HOW

WRITES = frozenset(
    ["save", "asave", "create", "acreate", "bulk_create", "update", "aupdate", "bulk_update", "get_or_create",
     "update_or_create", "delete", "adelete", "execute", "executemany", "executescript", "raw", "_raw_delete",
     "cursor", "note", "insert", "change", "writing"]
)  # fmt: skip
"""Calls by which rows are written beside a door, whatever they are called on."""

LOWER = ("huiyin.journal.rows", "huiyin.journal.door", "django.db.transaction", "sqlite3", "psycopg")
"""Modules by which a door itself writes: nobody else needs them."""

HONEST = {
    "disk.py": {"cursor", "execute"},  # it asks and sets how a commit waits for the disk, and touches no row
    "building.py": {"writing"},  # it lets many doors share one transaction
}
FILES = [path for path in sorted(Path(huiyin.demo.__file__).parent.rglob("*.py")) if "tests" not in path.parts]


def writes_in(source):
    """Return by which calls or imports the source could write a row."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found |= {name} & WRITES
        if isinstance(node, ast.ImportFrom):
            names = {str(node.module), *(f"{node.module}.{one.name}" for one in node.names)}
            found |= {one for one in names if one.startswith(LOWER)}
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names if one.name.startswith(LOWER)}
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_the_simulation_writes_nothing_but_through_the_doors(path):
    assert writes_in(path.read_text(encoding="utf-8")) == HONEST.get(path.name, set())


def test_what_the_exception_executes_touches_no_row():
    assert {words.split()[0] for statements in HOW.values() for words in statements} == {"PRAGMA", "SHOW", "SET"}


@pytest.mark.parametrize(
    "source",
    [
        "Case.objects.filter(pk=key).update(state='closed')",
        "case.save(update_fields=['state'])",
        "Case.objects.create(title='x')",
        "connection.cursor().execute('DELETE FROM cases_case')",
        "from huiyin.journal.rows import insert as put",
        "import django.db.transaction",
        "note('case.closed', 'case', key, at=at, head=head)",
    ],
    ids=["update", "save", "create", "cursor", "rows", "transaction", "note"],
)
def test_whoever_wrote_beside_a_door_would_be_found(source):
    assert writes_in(source)
