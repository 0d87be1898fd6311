"""Paging by key: the next page begins beyond the last row that was seen, so page 1,000 costs what page 1 costs."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignObjectRel, Model, Q, QuerySet


@dataclass(frozen=True)
class Sort:
    """One order of a list: by `field`, rows of equal value by their id. Empty values stand last in either direction.

    `nullable` says that the field can be empty; it costs a second statement on the page where the empty ones begin.
    """

    key: str
    label: str
    field: str
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Cursor:
    """The row at the edge of a page: its value in the order, and its id."""

    value: Any
    pk: Any

    @staticmethod
    def read(text: str, sort: Sort) -> "Cursor | None":
        """Return what `key_of` wrote for this order, or None for anything else."""
        try:
            key, value, pk = json.loads(urlsafe_b64decode(text.encode()))
        except (ValueError, TypeError):
            return None
        is_text = isinstance(pk, str) and isinstance(value, str | None) and "\0" not in f"{value}{pk}"
        return Cursor(value, pk) if is_text and key == sort.key and (value is not None or sort.nullable) else None


def key_of(row: Any, sort: Sort) -> str:
    """Return the text that stands for a row (an object or a dict) in an address."""
    value = row[sort.field] if isinstance(row, dict) else _along(row, sort.field)
    pk = (row.get("pk") or row["id"]) if isinstance(row, dict) else row.pk
    return urlsafe_b64encode(json.dumps([sort.key, _plain(value), _plain(pk)]).encode()).decode()


def rows_from(
    queryset: QuerySet[Any], sort: Sort, cursor: Cursor | None, limit: int, *, backward: bool = False
) -> list[Any]:
    """Return up to `limit` rows beyond the cursor, walking away from it: when `backward`, the nearest comes first.

    A cursor whose value does not fit the field counts as none.
    """
    start = _understood(queryset.model, sort, cursor) if cursor else None
    descending = sort.descending != backward
    stretches = [False, True] if sort.nullable else [False]
    if backward:
        stretches.reverse()
    if start and sort.nullable:
        stretches = stretches[stretches.index(start.value is None) :]
    rows: list[Any] = []
    for number, is_empty in enumerate(stretches):
        part = queryset.filter(**{f"{sort.field}__isnull": is_empty}) if sort.nullable else queryset
        if start and number == 0:
            part = part.filter(_beyond(start, "" if is_empty else sort.field, "lt" if descending else "gt"))
        names = ["pk"] if is_empty or sort.field in {"pk", "id"} else [sort.field, "pk"]
        part = part.order_by(*(f"-{name}" if descending else name for name in names))
        rows += part[: limit - len(rows)]
        if len(rows) >= limit:
            break
    return rows


def _beyond(start: Cursor, name: str, way: str) -> Q:
    tie = Q(**{f"pk__{way}": start.pk})
    if name in {"", "pk", "id"}:
        return tie
    # The outer bound alone lets the database enter the index at the cursor; the inner part settles equal values.
    return Q(**{f"{name}__{way}e": start.value}) & (Q(**{f"{name}__{way}": start.value}) | tie)


def _understood(model: type[Model], sort: Sort, cursor: Cursor) -> Cursor | None:
    try:
        value = None if cursor.value is None else _field(model, sort.field).to_python(cursor.value)
        return Cursor(value, model._meta.pk.to_python(cursor.pk))
    except (ValidationError, ValueError, OverflowError):
        return None


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    found: Any = model._meta.pk if path == "pk" else None
    for name in path.split("__") if found is None else []:
        found = model._meta.get_field(name)
        if isinstance(found, ForeignObjectRel):
            raise TypeError(f"a list cannot be ordered by many rows: {path}")
        model = found.related_model or model
    return found


def _along(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
