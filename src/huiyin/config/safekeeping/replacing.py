"""Putting a database in the place of another, with a way back until what came is found whole."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from django.db import connection, connections, transaction
from django.db.utils import Error

from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.snapshots import (
    PUT_ASIDE,
    Asked,
    postgresql_tables,
    run_postgresql,
    sqlite_tables,
)
from huiyin.flow.actor import PLATFORM_ID

TRIES = 30


def holds_work() -> bool:
    """Whether somebody works in the database already: people, or cases that citizens brought."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        asked = Asked(cursor)
        people = asked.all("SELECT id FROM people_user LIMIT 2") if "people_user" in tables else []
        # SQLite keeps a UUID as 32 digits, PostgreSQL with dashes: read as UUIDs they are the same.
        if any(UUID(str(pk)) != PLATFORM_ID for (pk,) in people):
            return True
        return "cases_case" in tables and bool(asked.all("SELECT 1 FROM cases_case LIMIT 1"))


def counts_here() -> dict[str, int]:
    """Return how many rows each table of the installation's database has now."""
    with connection.cursor() as cursor:
        asked = Asked(cursor)
        tables = sqlite_tables(asked) if connection.vendor == "sqlite" else postgresql_tables(asked)
        return asked.counts(tables)


@contextmanager
def replaced_by(file: Path) -> Iterator[None]:
    """Put the snapshot in the place of the installation's database for good, unless the block raises.

    Then, as when it cannot be put there, the database is as it was. Raises SafekeepingProblem.
    """
    with {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](file):
        yield


def let_go() -> None:
    """Close every connection of this process, those that wait in a pool too."""
    connections.close_all()
    close_pool: Callable[[], None] | None = getattr(connections["default"], "close_pool", None)
    if close_pool:
        close_pool()


@contextmanager
def _sqlite(file: Path) -> Iterator[None]:
    place = Path(str(connection.settings_dict["NAME"]))
    aside = place.with_name(f"{place.name}.{PUT_ASIDE}")
    let_go()
    _refuse_if_in_use(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    had_one = place.exists()
    if had_one:
        place.replace(aside)
    try:
        file.replace(place)
        yield
    except BaseException:
        let_go()
        _remove_sqlite(place)
        if had_one:
            aside.replace(place)
        raise
    aside.unlink(missing_ok=True)


def _refuse_if_in_use(place: Path) -> None:
    """Fold the log of the old file into it; that only works while nobody else has the file open."""
    if not place.exists():
        return
    try:
        with closing(sqlite3.connect(place, timeout=1)) as one:
            one.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        raise SafekeepingProblem(f"数据库正在使用（{place}）：请先停止网页服务和后台任务") from None
    except sqlite3.DatabaseError:
        # What lies there is damaged, which may be the very reason of the restore.
        return


def _remove_sqlite(place: Path) -> None:
    for path in (place, place.with_name(f"{place.name}-wal"), place.with_name(f"{place.name}-shm")):
        path.unlink(missing_ok=True)


@contextmanager
def _postgresql(file: Path) -> Iterator[None]:
    let_go()
    _refuse_while_others_are_connected()
    _put_aside()
    try:
        let_go()
        run_postgresql(
            "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-comments",
            f"--dbname={connection.settings_dict['NAME']}", str(file),
        )  # fmt: skip
        yield
    except BaseException:
        let_go()
        _put_back()
        raise
    _run(f'DROP SCHEMA "{PUT_ASIDE}" CASCADE', "ANALYZE")


def _refuse_while_others_are_connected() -> None:
    """Count with a connection outside the pool, which may open more connections of our own at any moment."""
    told = connection.settings_dict
    places = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    with psycopg.connect(**{key: told[name] for key, name in places.items() if told.get(name)}) as alone:
        for _ in range(TRIES):
            others = alone.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchall()[0][0]
            alone.rollback()
            if not others:
                return
            # The server takes a moment to notice that connections of our own were closed.
            time.sleep(0.1)
    raise SafekeepingProblem(f"还有 {others} 个连接在使用数据库：请先停止所有机器上的网页服务和后台任务")


def _put_aside() -> None:
    try:
        _run(
            f'ALTER SCHEMA public RENAME TO "{PUT_ASIDE}"',
            "CREATE SCHEMA public",
            *(f'ALTER EXTENSION "{name}" SET SCHEMA public' for name in _extensions()),
        )
    except Error as error:
        words = str(error).strip().splitlines()[0]
        raise SafekeepingProblem(f"不能腾出位置，数据库用户须是该数据库及其 public 模式的所有者：{words}") from error


def _put_back() -> None:
    _run(
        # First the extensions, or dropping the schema would take the indexes of the old tables with them.
        *(f'ALTER EXTENSION "{name}" SET SCHEMA "{PUT_ASIDE}"' for name in _extensions()),
        "DROP SCHEMA public CASCADE",
        f'ALTER SCHEMA "{PUT_ASIDE}" RENAME TO public',
    )


def _extensions() -> list[str]:
    """Return the extensions that lie among the tables: a dump asks for them in the place where the tables are."""
    with connection.cursor() as cursor:
        rows = Asked(cursor).all(
            "SELECT e.extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
            " WHERE n.nspname = 'public'"
        )
    return [name for (name,) in rows]


def _run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
