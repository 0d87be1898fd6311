"""Making a hundred thousand cases out of some thousand that went through the door: inside the throw-away database only.

Every id of copy `n` is the id of its original with five hexadecimal digits of `n` laid over its random part and with
version 8 for 7, so that all references still fit without a table of old and new ids, and no copy is an original. Every
day lies some days before that of the original.
PostgreSQL copies by COPY, out of itself and into itself; SQLite, which has no COPY, by INSERT ... SELECT.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, models

from huiyin.bench.callers import callers
from huiyin.bench.house import THROWAWAY
from huiyin.cases.models import Answer, Assignment, Case, Petitioner, Reply, Wish
from huiyin.clocks.models import Clock, Span
from huiyin.journal.models import Event, Remark
from huiyin.search import indexing
from huiyin.search.models import SECOND, WEEK, WEEK_DIGITS, Line

TABLES: tuple[type[models.Model], ...] = (Case, Wish, Assignment, Reply, Answer, Clock, Span, Event, Remark, Line)
COPIED = frozenset({*TABLES, Petitioner})
NOT_COPIED = frozenset({"actor_id", "acting_for", "unit_id"})
"""Ids of people and units: there are no more of them when there are more cases."""

MOST_COPIES = 16**5 - 1
STEP_DAYS, WITHIN_DAYS = 37, 1095
"""Copy `n` lies `n * 37 mod 1095` days before its original: three years, evenly filled."""

CASES_A_STEP = 20_000
ORIGINAL_CALLERS = 'SELECT * FROM "bench_cases_petitioner"'
Tell = Callable[[int], None]


def days_before(copy: int) -> int:
    """Return how many days before its original a copy lies."""
    return copy * STEP_DAYS % WITHIN_DAYS


class NotThrowaway(RuntimeError):
    """The database is not one that was made to be measured and thrown away."""


@dataclass(frozen=True)
class Bounds:
    """How far the multiplying may go: until `seconds` are over or less than `free_bytes` of the disk are left."""

    seconds: float = 900.0
    free_bytes: int = 4 * 1024**3

    def are_reached(self, began: float, folder: Path) -> bool:
        """Whether it has to stop here."""
        disk = os.statvfs(folder)
        return time.monotonic() - began > self.seconds or disk.f_bavail * disk.f_frsize < self.free_bytes


@dataclass(frozen=True)
class Dialect:
    """How a database writes the value of copy `n` of a column `{c}`; `n` and `days` are columns of the series."""

    own_id: str
    unique_text: str
    moment: str
    day: str
    said: str
    series: str
    line: Mapping[str, str] = field(default_factory=dict)
    """The columns of a line of the search index: it lies as many days before, and its words begin with the number."""


PLACE = f"place - days * {86_400 * SECOND} + n"
POSTGRESQL = Dialect(
    own_id="overlay(overlay({c}::text placing '8' from 15) placing lpad(to_hex(n), 5, '0') from 25)::uuid",
    unique_text="({c} || '-' || n)::varchar",
    moment="{c} - make_interval(days => days)",
    day="{c} - days",
    # The words said with an act are named in its event by id.
    said='regexp_replace({c}::text, \'("remark": "[0-9a-f-]{{14}}).(.{{9}}).{{5}}\','
    " '\\18\\2' || lpad(to_hex(n), 5, '0'), 'g')::jsonb",
    series=f"(SELECT n, n * {STEP_DAYS} % {WITHIN_DAYS} AS days FROM generate_series({{first}}, {{last}}) n) AS series",
    line={
        "place": PLACE,
        "words": r"regexp_replace(words, '^[^\n]*', '\&-' || n)",
        "tokens": f"array_to_tsvector(ARRAY(SELECT lpad(to_hex(({PLACE}) / {WEEK}), {WEEK_DIGITS}, '0')"
        f" || substr(token, {WEEK_DIGITS + 1}) FROM unnest(tsvector_to_array(tokens)) AS token))",
    },
)
SQLITE = Dialect(
    own_id="substr({c}, 1, 12) || '8' || substr({c}, 14, 7) || printf('%05x', n) || substr({c}, 26)",
    unique_text="{c} || '-' || n",
    moment="date({c}, '-' || days || ' days') || substr({c}, 11)",
    day="date({c}, '-' || days || ' days')",
    said="{c}",
    series=f"(WITH RECURSIVE s(n) AS (SELECT {{first}} UNION ALL SELECT n + 1 FROM s WHERE n < {{last}})"
    f" SELECT n, n * {STEP_DAYS} % {WITHIN_DAYS} AS days FROM s) AS series",
    line={
        "place": PLACE,
        "words": "substr(words, 1, instr(words || char(10), char(10)) - 1) || '-' || n"
        " || substr(words, instr(words || char(10), char(10)))",
    },
)
DIALECTS: Mapping[str, Dialect] = {"postgresql": POSTGRESQL, "sqlite": SQLITE}


def multiply(wanted: int, bounds: Bounds = Bounds(), tell: Tell = lambda cases: None) -> int:
    """Copy the cases that went through the door until there are about `wanted`; return how many there are then.

    The first call keeps what is there as the originals, a second one goes on behind the last copy. It ends early,
    with less, where the bounds are reached. Raises NotThrowaway.
    """
    folder = require_throwaway()
    began, there = time.monotonic(), Case.objects.count()
    originals, done = _keep_originals(), _copies_done()
    _lay_aside(indexing.drop)
    for first, last in _steps(originals, done, done + max(wanted - there, 0) // originals):
        if bounds.are_reached(began, folder):
            break
        _copy(first, last)
        tell(there + originals * (last - done))
    _settle()
    return Case.objects.count()


def require_throwaway() -> Path:
    """Return the folder of the throw-away database. Raises NotThrowaway for any other one."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        name, folder = file.stem, file.parent
    else:
        name, folder = _asked("SHOW cluster_name"), Path(tempfile.gettempdir())
    if name != THROWAWAY or os.environ.get("HUIYIN_BENCH") != "1":
        raise NotThrowaway("只有为性能测量临时建立的数据库才能成倍复制工单")
    return folder


def _keep_originals() -> int:
    """Keep the rows that went through the door apart, and return how many cases they are."""
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'CREATE TABLE IF NOT EXISTS "bench_{table}" AS SELECT * FROM "{table}"')
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_copies (last integer)")
    return int(_asked("SELECT count(*) FROM bench_cases_case"))


def _copies_done() -> int:
    return int(_asked("SELECT coalesce(max(last), 0) FROM bench_copies"))


_ALL: tuple[type[models.Model], ...] = (Petitioner, *TABLES)


def _tables() -> list[str]:
    return [str(model._meta.db_table) for model in _ALL]


def _asked(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _steps(originals: int, done: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Give the numbers of the first and the last copy of each step."""
    if wanted > MOST_COPIES:
        raise ValueError(f"at most {MOST_COPIES} copies: let more cases go through the door")
    width = max(CASES_A_STEP // originals, 1)
    for first in range(done + 1, wanted + 1, width):
        yield first, min(first + width - 1, wanted)


def _copy(first: int, last: int) -> None:
    on_postgresql = connection.vendor == "postgresql"
    sealed = callers(list(Petitioner.objects.raw(ORIGINAL_CALLERS)), first, last, days_before)
    (_write_to_postgresql if on_postgresql else _write_to_sqlite)(sealed)
    for model in TABLES:
        columns, query = selection(model, DIALECTS[connection.vendor], first, last)
        (_copy_within_postgresql if on_postgresql else _copy_within_sqlite)(model._meta.db_table, columns, query)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_copies VALUES (%s)", [last])


def selection(model: type[models.Model], dialect: Dialect, first: int, last: int) -> tuple[str, str]:
    """Return the columns of a model's table and the query that gives copies `first` to `last` of its originals."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    values = [_value(field, dialect) for field in model._meta.concrete_fields]
    series = dialect.series.format(first=first, last=last)
    return _quoted(columns), f'SELECT {", ".join(values)} FROM "bench_{model._meta.db_table}", {series}'


def _value(field: Any, dialect: Dialect) -> str:
    """Return the expression that makes the copy's value of a column."""
    column = f'"{field.column}"'
    if field.model is Line and field.name in dialect.line:
        return dialect.line[field.name]
    if _is_own_id(field):
        return dialect.own_id.format(c=column)
    if field.unique and isinstance(field, models.CharField):
        return dialect.unique_text.format(c=column)
    if isinstance(field, models.DateTimeField):
        return dialect.moment.format(c=column)
    if isinstance(field, models.DateField):
        return dialect.day.format(c=column)
    return dialect.said.format(c=column) if field.name == "said" else column


def _is_own_id(field: Any) -> bool:
    if field.is_relation:
        return field.related_model in COPIED
    return isinstance(field, models.UUIDField) and field.name not in NOT_COPIED


def _quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _copy_within_postgresql(table: str, columns: str, query: str) -> None:
    where = connection.get_connection_params()
    with psycopg.connect(**where) as source, psycopg.connect(**where) as target:
        # What fitted before fits now: nobody need ask 40 million times whether the other row is there.
        target.execute("SET session_replication_role = replica")
        with (
            source.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as rows,
            target.cursor().copy(f'COPY "{table}" ({columns}) FROM STDIN (FORMAT binary)') as stream,
        ):
            for block in rows:
                stream.write(block)


def _copy_within_sqlite(table: str, columns: str, query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({columns}) {query}')


def _write_to_postgresql(rows: Iterable[Petitioner]) -> None:
    fields = Petitioner._meta.concrete_fields
    columns = _quoted([str(field.column) for field in fields])
    with (
        psycopg.connect(**connection.get_connection_params()) as target,
        target.cursor().copy(f'COPY "{Petitioner._meta.db_table}" ({columns}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row([getattr(row, field.attname) for field in fields])


def _write_to_sqlite(rows: Iterable[Petitioner]) -> None:
    Petitioner.objects.bulk_create(rows, batch_size=1000)


def _lay_aside(statements: Callable[[str], Sequence[str]]) -> None:
    """Take the index of the words away while PostgreSQL copies rows, or make it again: made whole it is quicker."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in statements(connection.vendor):
                cursor.execute(statement)


def _settle() -> None:
    """Bring the database into the state in which one that has grown for years would be."""
    _lay_aside(indexing.make)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")
