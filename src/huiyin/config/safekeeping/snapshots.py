"""One moment of the database in a file, taken while others write: of SQLite by VACUUM INTO, of PostgreSQL by pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction

from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.progress import Step
from huiyin.files.models import Attachment

MIGRATIONS = "django_migrations"
PUT_ASIDE = "huiyin_before_restore"
"""The schema in which a restore keeps what was there before, until what came is found whole."""


@dataclass(frozen=True)
class Snapshot:
    """The file, and what the database held at that very moment."""

    file: Path
    server: str
    rows: dict[str, int]
    migrations: tuple[tuple[str, str], ...]
    stored_names: tuple[str, ...]


class Asked:
    """Questions to a snapshot by plain SQL, since the program may be another than the one that made the tables."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        """Return all rows."""
        self.cursor.execute(sql)
        return [tuple(row) for row in self.cursor.fetchall()]

    def counts(self, tables: list[str]) -> dict[str, int]:
        """Return how many rows each table has."""
        return {name: int(self.all(f'SELECT count(*) FROM "{name}"')[0][0]) for name in sorted(tables)}

    def migrations(self) -> tuple[tuple[str, str], ...]:
        """Return which migrations were applied."""
        return tuple((app, name) for app, name in self.all(f'SELECT app, name FROM "{MIGRATIONS}" ORDER BY app, name'))

    def stored_names(self) -> tuple[str, ...]:
        """Return the names below which attachments lie on the disk."""
        table = Attachment._meta.db_table
        rows = self.all(f'SELECT stored_name FROM "{table}" WHERE erased_at IS NULL ORDER BY id')
        return tuple(name for (name,) in rows)


@contextmanager
def snapshot(folder: Path, step: Step) -> Iterator[Snapshot]:
    """Take a snapshot into a file below `folder`. Raises SafekeepingProblem."""
    taken = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}[connection.vendor](folder, step)
    with taken as one:
        yield one


def sqlite_tables(asked: Asked) -> list[str]:
    """Return the tables of an SQLite file."""
    rows = asked.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    return [name for (name,) in rows]


def postgresql_tables(asked: Asked) -> list[str]:
    """Return the tables of the schema in which the house keeps its own."""
    rows = asked.all(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
    )
    return [name for (name,) in rows]


def postgresql_program(name: str) -> str:
    """Return where a client program of PostgreSQL lies: on PATH, or where Debian keeps the newest. May raise."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(debian[-1]) if debian else "")
    if not found:
        raise SafekeepingProblem(
            f"没有找到 {name}：请安装与服务器版本相同或更新的 PostgreSQL 客户端（postgresql-client）"
        )
    return found


def run_postgresql(name: str, *arguments: str) -> None:
    """Run a client program on the database of the installation. The password does not stand in the list of processes.

    Raises SafekeepingProblem with the program's own words.
    """
    told = connection.settings_dict
    env = {**os.environ, "PGCLIENTENCODING": "UTF8"}
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env |= {variable: str(told[key]) for variable, key in places.items() if told.get(key)}
    command = [postgresql_program(name), "--no-password", *arguments]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if ran.returncode:
        raise SafekeepingProblem(f"{name} 失败：{ran.stderr.strip()[-800:]}")


@contextmanager
def _of_sqlite(folder: Path, step: Step) -> Iterator[Snapshot]:
    file, source = folder / "database", Path(str(connection.settings_dict["NAME"]))
    if not source.is_file():
        raise SafekeepingProblem(f"没有数据库文件：{source}")
    with _told_by_growth(file, source.stat().st_size, step), closing(sqlite3.connect(source, timeout=60)) as one:
        # One read transaction: whatever is written meanwhile is not in it, and nobody waits for it.
        one.execute("VACUUM INTO ?", (str(file),))
    with closing(sqlite3.connect(file)) as copy:
        asked = Asked(copy.cursor())
        if (fault := asked.all("PRAGMA quick_check(1)")[0][0]) != "ok":
            raise SafekeepingProblem(f"数据库文件本身已损坏：{fault}")
        yield Snapshot(
            file, f"SQLite {sqlite3.sqlite_version}", asked.counts(sqlite_tables(asked)), asked.migrations(),
            asked.stored_names(),
        )  # fmt: skip


@contextmanager
def _of_postgresql(folder: Path, step: Step) -> Iterator[Snapshot]:
    file = folder / "database"
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        asked = Asked(cursor)
        # pg_dump sees exactly what this transaction sees, so that what is counted here is what the file holds.
        ((name,),) = asked.all("SELECT pg_export_snapshot()")
        ((size,),) = asked.all("SELECT pg_database_size(current_database())")
        ((server,),) = asked.all("SHOW server_version")
        with _told_by_growth(file, int(size) // 4, step):
            run_postgresql(
                "pg_dump", "--format=custom", f"--exclude-schema={PUT_ASIDE}", "--no-owner", "--no-privileges",
                "--no-comments", f"--snapshot={name}", f"--file={file}",
            )  # fmt: skip
        counts = asked.counts(postgresql_tables(asked))
        one = Snapshot(file, f"PostgreSQL {server}", counts, asked.migrations(), asked.stored_names())
    yield one


@contextmanager
def _told_by_growth(file: Path, expected: int, step: Step) -> Iterator[None]:
    """Tell how far a program is that says nothing itself, by how much it has written."""
    ended = Event()

    def watch() -> None:
        while not ended.wait(0.5):
            step.to(min(file.stat().st_size / max(expected, 1), 0.99) * 100 if file.exists() else 0)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
