"""Writing rows by statements whose SQL is made once: the door writes few rows, but at every move."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

MOST_AT_ONCE = 500
"""So many rows go into one statement; both databases take no more than some ten thousand values."""


def insert(rows: Sequence[models.Model], *, once: bool = False, changing: Sequence[str] = ()) -> int:
    """Insert the rows and return how many. A key that the database gives is not brought back.

    Of those already there `changing` names the attributes that are written anew; with `once` they are passed over.
    """
    conflict = _on_conflict(type(rows[0]), tuple(changing)) if rows and changing else ""
    conflict = " ON CONFLICT DO NOTHING" if once else conflict
    return sum(_insert(rows[i : i + MOST_AT_ONCE], conflict) for i in range(0, len(rows), MOST_AT_ONCE))


def change(model: type[models.Model], pk: Any, changed: Mapping[str, Any]) -> None:
    """Write these columns, by the names of their attributes, of the row with this key; nothing for no columns."""
    if not changed:
        return
    fields = _fields_of(model)
    values = [fields[name].get_db_prep_save(value, connection) for name, value in changed.items()]
    key = fields[_key_of(model)].get_db_prep_save(pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_changing(model, tuple(changed)), [*values, key])


def columns_of(row: models.Model) -> dict[str, Any]:
    """Return what stands in each column of the row, by the names of the attributes."""
    return {name: getattr(row, name) for name in _fields_of(type(row))}


def _insert(rows: Sequence[models.Model], conflict: str) -> int:
    keyed = rows[0].pk is not None
    fields = _fields_to_write(type(rows[0]), keyed)
    values = [f.get_db_prep_save(f.pre_save(row, True), connection) for row in rows for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(rows[0]), keyed, len(rows), conflict), values)
        written: int = cursor.rowcount
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return written


@lru_cache(maxsize=128)
def _fields_of(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _key_of(model: type[models.Model]) -> str:
    return str(model._meta.pk.attname)


@lru_cache(maxsize=512)
def _changing(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote: Any = connection.ops.quote_name
    fields = _fields_of(model)
    columns = ", ".join(f"{quote(fields[name].column)} = %s" for name in names)
    key = quote(fields[_key_of(model)].column)
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"


@lru_cache(maxsize=64)
def _on_conflict(model: type[models.Model], changing: tuple[str, ...]) -> str:
    quote: Any = connection.ops.quote_name
    fields = _fields_of(model)
    columns = [quote(fields[name].column) for name in changing]
    key = quote(fields[_key_of(model)].column)
    return f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{c} = EXCLUDED.{c}' for c in columns)}"


def _fields_to_write(model: type[models.Model], keyed: bool) -> list[Any]:
    return [field for field in model._meta.concrete_fields if keyed or not field.primary_key]


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], keyed: bool, count: int, conflict: str) -> str:
    quote: Any = connection.ops.quote_name
    columns = [quote(f.column) for f in _fields_to_write(model, keyed)]
    line = f"({', '.join(['%s'] * len(columns))})"
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([line] * count)}{conflict}"
