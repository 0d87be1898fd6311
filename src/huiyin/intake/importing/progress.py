"""How far an import is, on standard error, for whoever waits longer than three seconds."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from huiyin.intake.importing.orders import Outcome

PATIENCE_SECONDS = 3.0


class ShownProgress:
    """A bar that appears after a while. Only then are the rows counted, once: it costs little beside the import."""

    def __init__(self, total: Callable[[], int], patience: float = PATIENCE_SECONDS) -> None:
        self._total, self._show_at = total, time.monotonic() + patience
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, outcome: Outcome) -> None:
        """Show the rows read so far."""
        if self._bar is None and time.monotonic() >= self._show_at:
            self._begin()
        if self._bar:
            self._bar.update(self._task, completed=outcome.read, rejected=outcome.rejected)

    def _begin(self) -> None:
        counts = (MofNCompleteColumn(), TextColumn("行，退回 {task.fields[rejected]}"))
        console = Console(stderr=True)
        self._bar = Progress(TextColumn("导入"), BarColumn(), *counts, TimeRemainingColumn(), console=console)
        self._task = self._bar.add_task("", total=self._total(), rejected=0)
        self._bar.start()
