"""The measures that are kept, by the rulebooks of the city, each with the number under which its counters stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from huiyin.measures.kinds import Measure
from huiyin.measures.registry import Registry
from huiyin.rollups.eligible import Kept, eligible
from huiyin.rollups.models import Counted
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import books_of

_registries: list[Callable[[Rulebook], Registry]] = []


def count_measures_of(registry_for: Callable[[Rulebook], Registry]) -> None:
    """Say where all measures are found; they are collected on a storey above, which tells us when the house starts."""
    _registries[:] = [registry_for]


@dataclass(frozen=True)
class Known:
    """A kept measure and its number. `complete` says that every case was counted under it."""

    number: int
    kept: Kept
    complete: bool


def registry_of(book: Rulebook) -> Registry:
    """Return all measures of a rulebook."""
    return _registries[0](book)


@lru_cache(maxsize=4096)
def kept_as(name: str, book: Rulebook) -> Kept | None:
    """Return how a measure is kept as a rulebook defines it, or None where it is not. Raises UnknownMeasure."""
    return eligible(registry_of(book).measure(name), book)


def kept_of(book: Rulebook) -> dict[str, Kept]:
    """Return the measures of a rulebook that are kept, by name."""
    names = [one.name for one in registry_of(book) if isinstance(one, Measure)]
    return {name: one for name in names if (one := kept_as(name, book))}


def all_kept(city: str | None = None) -> Sequence[Kept]:
    """Return what is kept for a city: where two editions define a measure alike, it is counted once."""
    found: dict[tuple[str, str], Kept] = {}
    for book in books_of(city or settings.CITY):
        for one in kept_of(book).values():
            found.setdefault((one.name, one.fingerprint), one)
    return tuple(found.values())


def known() -> list[Known]:
    """Return what is kept, with its numbers; a measure that is new gets one, and is not complete."""
    wanted = all_kept()
    rows = {(row.name, row.fingerprint): row for row in Counted.objects.all()}
    new = [one for one in wanted if (one.name, one.fingerprint) not in rows]
    if new:
        fresh = [Counted(name=one.name, fingerprint=one.fingerprint) for one in new]
        Counted.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = {(row.name, row.fingerprint): row for row in Counted.objects.all()}
    found = [(one, rows[one.name, one.fingerprint]) for one in wanted]
    return [Known(row.pk, one, row.complete_at is not None) for one, row in found]


def incomplete() -> list[Kept]:
    """Return what is to be kept and was not counted over every case yet."""
    done = set(Counted.objects.filter(complete_at__isnull=False).values_list("name", "fingerprint"))
    return [one for one in all_kept() if (one.name, one.fingerprint) not in done]


def numbers_of(names: Sequence[str], book: Rulebook) -> dict[str, Known] | None:
    """Return the counters of these measures as a book defines them, or None where one has none or is not complete.

    Raises UnknownMeasure.
    """
    kept = {name: one for name in names if (one := kept_as(name, book))}
    if len(kept) != len(set(names)):
        return None
    rows = Counted.objects.filter(name__in=names, complete_at__isnull=False).values_list("name", "fingerprint", "pk")
    numbers = {(name, fingerprint): pk for name, fingerprint, pk in rows}
    found = {
        name: Known(numbers[name, one.fingerprint], one, complete=True)
        for name, one in kept.items()
        if (name, one.fingerprint) in numbers
    }
    return found if len(found) == len(kept) else None
