"""The measures of all rooms in one registry: found by name, completed with what a rulebook calls its rates."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import QuerySet
from django.utils.module_loading import module_has_submodule

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.scoped import of_centre
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.names import LABELS
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook

NARROWED = (Case, Assignment, Application)
"""Rows that `cases.scoped` narrows to a centre itself."""


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


@lru_cache(maxsize=16)
def rooms_of(book: Rulebook) -> dict[str, str]:
    """Return for each measure by name what the room is called that declares it, in the order of the rooms."""
    named: dict[str, str] = {}
    for room in _rooms():
        for found in _measures_in(import_module(f"{room.name}.measures"), book):
            named[found.name] = str(room.verbose_name)
    short = {rate.measure: f"{rate.name}.of_{rate.denominator}" for rate in book.rates}
    return {one.name: named.get(one.name) or named[short[one.name]] for one in registry_for(book)}


def _modules() -> Iterator[ModuleType]:
    for room in _rooms():
        yield import_module(f"{room.name}.measures")


def _rooms() -> Iterator[AppConfig]:
    for room in apps.get_app_configs():
        if room.module and module_has_submodule(room.module, "measures"):
            yield room


def _measures_in(module: ModuleType, book: Rulebook) -> Iterator[Measure | Rate]:
    for found in (*getattr(module, "MEASURES", ()), *_of_book(module, book)):
        yield _kept_to_centre(found) if isinstance(found, Measure) else found


def _of_book(module: ModuleType, book: Rulebook) -> Iterable[Measure | Rate]:
    of_book = getattr(module, "measures_of", None)
    return of_book(book) if of_book else ()


def _kept_to_centre(measure: Measure) -> Measure:
    """Let a figure count the city's own cases only, or those of the one line that the scope names, whoever wrote it.

    What a unit took in on its own line must not slip into the city's figures by a query that did not think of it. Cases
    and their shares are narrowed where their rooms ask for them, before anything else; the rest is narrowed here.
    """
    return replace(measure, rows=lambda scope: _of_its_centre(measure.rows(scope), scope))


def _of_its_centre(rows: Any, scope: Scope) -> Any:
    if not isinstance(rows, QuerySet) or rows.model in NARROWED or not belongs_to_case(rows) or _says_whose(rows):
        return rows
    return of_centre(rows, scope)


def _says_whose(rows: QuerySet[Any]) -> bool:
    """Whether the rows name their centre themselves, because some of them are of no case: their room narrows them."""
    return any(one.attname == "centre_id" for one in rows.model._meta.concrete_fields)


def belongs_to_case(rows: QuerySet[Any]) -> bool:
    """Whether the rows are cases, or parts or acts of one case each."""
    return rows.model is Case or any(one.attname == "case_id" for one in rows.model._meta.concrete_fields)
