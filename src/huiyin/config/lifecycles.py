"""The pages docs/rules/lifecycle-*.md: each table of the house as a diagram and in words, read from the tables themselves."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.conf import settings

from huiyin.flow.diagram import page
from huiyin.flow.table import Table


def tables() -> Iterator[tuple[str, Table]]:
    """Give (room, table) for every lifecycle of the house: a room's tables stand in modules named `lifecycle...`."""
    for room in sorted(settings.ROOMS):
        package = import_module(f"huiyin.{room}")
        named = (module.name for module in iter_modules(package.__path__) if module.name.startswith("lifecycle"))
        modules = [import_module(f"huiyin.{room}.{name}") for name in sorted(named)]
        found = {id(table): table for module in modules for table in vars(module).values() if isinstance(table, Table)}
        yield from ((room, table) for table in sorted(found.values(), key=lambda table: table.kind))


def pages(folder: Path) -> dict[Path, Callable[[], str]]:
    """Return the file of each table below the folder with what makes its text."""
    return {folder / f"lifecycle-{table.kind}.md": partial(page, table) for _, table in tables()}
