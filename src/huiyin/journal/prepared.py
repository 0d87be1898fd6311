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

from django.db import connection, connections
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
    """What is kept of a query for one database: the statement, and in it the places, numbers and kinds of the values."""

    queryset: Any
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int, type], ...]


class Prepared(Generic[Row]):
    """A query without its values: `build(*values)` gives the queryset, calling the Prepared gives its rows.

    Values are ids, texts, bytes, whole numbers or moments, never None and never a list, and each of them must stand
    in the statement as it is. What `build` itself looks up is looked up once for ever, so it may not depend on the
    time or on anybody. A queryset with `prefetch_related` cannot be prepared.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._known: dict[str, _Question] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Return the rows for these values: one statement."""
        question = self._known.get(connection.vendor) or self._put_together(values)
        parameters = list(question.parameters)
        for place, number, kind in question.places:
            if not isinstance(values[number], kind):
                raise TypeError(f"this question was put together for {kind.__name__}, not for {values[number]!r}")
            parameters[place] = _as_parameter(values[number])
        return list(_again(question, tuple(parameters)))

    def first(self, *values: Any) -> Row | None:
        """Return the first row for these values, or None where there is none."""
        return next(iter(self(*values)), None)

    def _put_together(self, values: tuple[Any, ...]) -> _Question:
        marks = [_mark_like(value) for value in values]
        queryset = self.build(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        numbers = {_comparable(_as_parameter(mark)): number for number, mark in enumerate(marks)}
        found = [(place, numbers.get(_comparable(one))) for place, one in enumerate(parameters)]
        places = tuple((place, number, type(marks[number])) for place, number in found if number is not None)
        if {number for _, number, _ in places} != set(range(len(marks))):
            raise ValueError("a value of a prepared question must stand in its statement as it is")
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        compiler.get_converters = lambda expressions: converters
        question = _Question(queryset, compiler, sql, tuple(parameters), places)
        self._known[connection.vendor] = question
        return question


def _mark_like(value: Any) -> Any:
    for kind in type(value).__mro__:
        if kind in _MARKS:
            return _MARKS[kind]()
    raise TypeError(f"a prepared question takes no {type(value).__name__}")


def _again(question: _Question, parameters: tuple[Any, ...]) -> Any:
    """Return the rows of the queryset, read by Django itself, with the statement that is already there."""
    compiler = copy.copy(question.compiler)
    # Each thread has a connection of its own.
    compiler.connection = connections[connection.alias]
    compiler.as_sql = lambda *args, **kwargs: (question.sql, parameters)  # type: ignore[method-assign]
    rows = object.__new__(type(question.queryset))
    # `copy.copy` would run the query first: a queryset is filled before it is copied.
    rows.__dict__.update(question.queryset.__dict__)
    rows._query = copy.copy(rows._query)
    rows._query.get_compiler = lambda *args, **kwargs: compiler
    return rows._iterable_class(rows)


def _as_parameter(value: Any) -> Any:
    """Return the value as the field's own preparation would hand it to this database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    # BinaryField hands over what the driver calls binary, and so must we.
    binary: Any = connection.Database.Binary  # type: ignore[attr-defined]
    return binary(value) if isinstance(value, bytes) else value


def _comparable(parameter: Any) -> Any:
    """Return what two equal parameters have in common: PostgreSQL's binary objects are equal only to themselves."""
    held = getattr(parameter, "obj", parameter)
    return bytes(held) if isinstance(held, bytes | memoryview) else held
