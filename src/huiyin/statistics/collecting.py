"""The measures of all rooms in one registry: found by name, completed with what a rulebook calls its rates."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.names import LABELS
from huiyin.measures.registry import Registry
from huiyin.rulebook.book import Rulebook


@lru_cache(maxsize=16)
def registry_for(book: Rulebook) -> Registry:
    """Return all measures as the rulebook of a period defines them.

    A room says `MEASURES` in its `measures` module, and `measures_of(book)` for those that a rulebook names. A rate
    that is declared with several denominators also gets its short name, with the denominator that the book prints.
    Raises ValueError where a name stands twice, UnknownMeasure where a rate lacks a part or the headline is missing.
    """
    registry = Registry(found for module in _modules() for found in _measures_in(module, book))
    for rate in book.rates:
        long_name = f"{rate.name}.of_{rate.denominator}"
        if rate.measure not in registry and long_name in registry:
            found = registry.get(long_name)
            registry.add(replace(found, name=rate.measure, label=LABELS.get(rate.measure, rate.label)))
    registry.check()
    registry.get(book.headline_rate)
    return registry


def _modules() -> Iterator[ModuleType]:
    for room in apps.get_app_configs():
        if room.module and module_has_submodule(room.module, "measures"):
            yield import_module(f"{room.name}.measures")


def _measures_in(module: ModuleType, book: Rulebook) -> Iterator[Measure | Rate]:
    yield from getattr(module, "MEASURES", ())
    if of_book := getattr(module, "measures_of", None):
        yield from of_book(book)
