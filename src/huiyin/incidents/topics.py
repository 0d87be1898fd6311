"""Topics as people name them when they declare an incident: by code or by name, the highest of that name."""

from collections.abc import Iterable
from typing import Any


def code_of(word: str, book: Any) -> str | None:
    """Return the code of the topic that a word names, None for nothing; one in use goes before one that has ended."""
    if word in book.categories:
        return word
    named = [one for one in book.categories.values() if word in (one.name, *one.aliases)]
    if not named:
        return None
    return min(named, key=lambda one: (one.until is not None, len(book.tree.lineage(one.code)), one.code)).code


def names_of(codes: Iterable[str], book: Any) -> list[str]:
    """Return the names of topics; of one that the book does not know its code."""
    return [book.categories[code].name if code in book.categories else code for code in codes]


def with_all_below(codes: Iterable[str], book: Any) -> frozenset[str]:
    """Return the codes of these topics and of everything under them, and of what former ones became."""
    found: set[str] = set()
    waiting = [code for code in codes if code in book.categories]
    while waiting:
        below = book.below(waiting.pop())
        waiting += [heir for code in below for heir in book.categories[code].becomes if heir not in found]
        found |= below
    return frozenset(found)
