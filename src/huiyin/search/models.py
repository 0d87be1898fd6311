"""The index: one line a case, with the words by which it is found and the units that may find it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.cases.models import Case

SECOND = 1 << 31
"""A place in the order of arrival: the second, and below it a number by which cases of one second differ."""

WEEK = 7 * 86_400 * SECOND
WEEK_DIGITS = 4


@dataclass(frozen=True)
class Tokens:
    """The tokens of a line, and the week in which its case arrived."""

    week: int
    tokens: Sequence[str]


class TokensField(models.Field):
    """Tokens as each database finds them quickest.

    PostgreSQL has a GIN index, which knows no order: there each token begins with the week, so that the newest week can
    be asked alone. SQLite's full text index walks from the newest line by itself.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Return what stands in a statement for the value."""
        return "array_to_tsvector(%s::text[])" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the value as the database takes it."""
        if not isinstance(value, Tokens):
            return value
        if connection.vendor == "postgresql":
            return [f"{value.week:0{WEEK_DIGITS}x}{token}" for token in value.tokens]
        return " ".join(value.tokens)


class Line(models.Model):
    """One case as the search knows it; made anew from the case at any time, so nothing else points here.

    `place` orders the lines by arrival and is the number of the row in SQLite's full text index. `words` are the folded
    texts, in which what belongs to persons is masked; `keepers` are the tokens of the units.
    """

    place = models.BigIntegerField(primary_key=True)
    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    words = models.TextField()
    keepers = models.TextField()
    tokens = TokensField()

    def __str__(self) -> str:
        return str(self.case_id)
