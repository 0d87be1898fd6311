"""Questions to the index: what has to stand in a line, written as the database's full text index wants it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.search.words import beginning_with, tokens_asked

WEEK_HERE = "@"
"""Stands in the question for the week, which comes before every token on PostgreSQL."""


@dataclass(frozen=True)
class Wanted:
    """One term that has to be found: in the words, or by a unit of this name that works or worked on the case."""

    term: str
    units: Sequence[str] = ()


@dataclass(frozen=True)
class Rights:
    """Tokens of which a line must carry one, unless there are none, and tokens of which it must carry none."""

    one_of: Sequence[str] = ()
    none_of: Sequence[str] = ()


def for_postgresql(wanted: Iterable[Wanted], rights: Rights) -> str:
    """Return the question as the text of a tsquery, with the mark of the week before every token."""
    all_of = [_one(one, " & ", " | ", WEEK_HERE, ":*") for one in wanted]
    if rights.one_of:
        all_of.append(_any(rights.one_of, " | ", WEEK_HERE))
    all_of += [f"!{WEEK_HERE}{token}" for token in rights.none_of]
    return " & ".join(all_of)


def for_sqlite(wanted: Iterable[Wanted], rights: Rights) -> str:
    """Return the question in the language of FTS5."""
    all_of = [_one(one, " AND ", " OR ", "", "*") for one in wanted]
    if rights.one_of:
        all_of.append(_any(rights.one_of, " OR ", ""))
    question = " AND ".join(all_of)
    return f"({question}) NOT {_any(rights.none_of, ' OR ', '')}" if rights.none_of else question


def units_for_postgresql(units: Sequence[str]) -> str:
    """Return the question whether one of these units works or worked on a case."""
    return _any(units, " | ", WEEK_HERE)


def _one(wanted: Wanted, both: str, either: str, before: str, anything: str) -> str:
    tokens = tokens_asked(wanted.term)
    in_words = both.join(f"{before}{token}" for token in tokens) or f"{before}{beginning_with(wanted.term)}{anything}"
    if not wanted.units:
        return f"({in_words})"
    return f"(({in_words}){either}{_any(wanted.units, either, before)})"


def _any(tokens: Iterable[str], either: str, before: str) -> str:
    return f"({either.join(f'{before}{token}' for token in tokens)})"
