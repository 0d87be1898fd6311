"""A question that is put together once and then only asked, each time of other values.

Writing the SQL of a small query costs Django two to four times what running it and reading its rows costs. A page of
a case asks some twenty such questions and a move ten, always the same ones.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import randbits, token_bytes, token_hex
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from huiyin.flow.times import UTC

Row = TypeVar("Row")

_MARKS: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    str: token_hex,
    bytes: lambda: token_bytes(16),
    int: lambda: randbits(30),
    datetime: lambda: datetime.fromtimestamp(randbits(30), UTC),
}
"""For each kind of value one that occurs nowhere else: where it turns up in the statement, the value belongs."""


@dataclass(frozen=True)
class _Question:
    """What is kept of a query for one database: the statement, and in it the places of the values by their number."""

    queryset: Any
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]


class Prepared(Generic[Row]):
    """A query without its values: `build(*values)` gives the queryset, calling the Prepared gives its rows.

    Values are ids, texts, bytes, whole numbers or moments, at most one of each kind of use, never None and never a
    list: their number must not change the statement. What `build` itself looks up is looked up once for ever, so it
    may not depend on the time or on anybody. A queryset with `prefetch_related` cannot be prepared.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._known: dict[str, _Question] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Return the rows for these values: one statement."""
        question = self._known.get(connection.vendor) or self._put_together(values)
        parameters = list(question.parameters)
        for place, number in question.places:
            parameters[place] = _as_parameter(values[number])
        return list(_again(question, tuple(parameters)))

    def first(self, *values: Any) -> Row | None:
        """Return the first row for these values, or None where there is none."""
        return next(iter(self(*values)), None)

    def _put_together(self, values: tuple[Any, ...]) -> _Question:
        marks = [_MARKS[type(value)]() for value in values]
        queryset = self.build(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        numbers = {_comparable(_as_parameter(mark)): number for number, mark in enumerate(marks)}
        places = [(place, numbers.get(_comparable(one))) for place, one in enumerate(parameters)]
        found = tuple((place, number) for place, number in places if number is not None)
        if {number for _, number in found} != set(range(len(marks))):
            raise ValueError("a value of a prepared question must stand in its statement as it is")
        question = _Question(queryset, compiler, sql, tuple(parameters), found)
        self._known[connection.vendor] = question
        return question


def _again(question: _Question, parameters: tuple[Any, ...]) -> Any:
    """Return the rows of the queryset, read by Django itself, with the statement that is already there."""
    compiler = copy.copy(question.compiler)
    # Each thread has a connection of its own.
    compiler.connection = connection._connections[connection._alias]  # type: ignore[attr-defined]
    compiler.as_sql = lambda *args, **kwargs: (question.sql, parameters)  # type: ignore[method-assign]
    rows = copy.copy(question.queryset)
    rows._query = copy.copy(rows._query)
    rows._query.get_compiler = lambda *args, **kwargs: compiler
    return rows._iterable_class(rows)


def _as_parameter(value: Any) -> Any:
    """Return the value as the field's own preparation would hand it to this database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.Database.Binary(value) if isinstance(value, bytes) else value


def _comparable(parameter: Any) -> Any:
    """Return what two equal parameters have in common: PostgreSQL's binary objects are equal only to themselves."""
    held = getattr(parameter, "obj", parameter)
    return bytes(held) if isinstance(held, bytes | memoryview) else held
