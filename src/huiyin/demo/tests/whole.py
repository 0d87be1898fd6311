"""A city that is played and then undone: within one test, or once for all tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


@contextmanager
def undone() -> Iterator[None]:
    """Undo everything that is written within the block."""
    outer = transaction.atomic()
    # What the house writes is durable: only a test's own transaction may lie around it.
    outer._from_testcase = True  # type: ignore[attr-defined]
    with outer:
        yield
        transaction.set_rollback(True)


@contextmanager
def played_once(blocker: Any, city: str, folder: Path) -> Iterator[None]:
    """Keep what is written in a city within the block for every test until the block ends."""
    with blocker.unblock(), override_settings(CITY=city, VAR=folder), undone():
        yield
