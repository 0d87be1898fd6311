"""A bar for steps of a backup that take longer than three seconds, on standard error."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

PATIENCE_SECONDS = 3.0


class Step:
    """How far one step is. The bar appears when the patience is over."""

    def __init__(self, label: str, total: float | None, *, quiet: bool = False) -> None:
        """Begin; `total` is None where nobody knows it."""
        self._show_at = time.monotonic() + PATIENCE_SECONDS
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet)
        self._task = self._bar.add_task(label, total=total)
        self._shown = False

    def to(self, done: float) -> None:
        """Tell how much is done."""
        self._bar.update(self._task, completed=done)
        if not self._shown and time.monotonic() >= self._show_at:
            self._shown = True
            self._bar.start()

    def end(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._bar.stop()


@contextmanager
def step(label: str, total: float | None, *, quiet: bool = False) -> Iterator[Step]:
    """Show how far the block is."""
    one = Step(label, total, quiet=quiet)
    try:
        yield one
    finally:
        one.end()
