"""Who works on an installation just now: serving shares one lock, what changes it from the ground up wants it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".serving.lock"


@contextmanager
def serving(var: Path) -> Iterator[bool]:
    """Hold a share of the lock for the block; the answer is False while a restore or an upgrade is under way."""
    with _locked(var, fcntl.LOCK_SH) as ours:
        yield ours


@contextmanager
def alone(var: Path) -> Iterator[bool]:
    """Hold the lock alone for the block; the answer is False where the installation is being served."""
    with _locked(var, fcntl.LOCK_EX) as ours:
        yield ours


@contextmanager
def _locked(var: Path, how: int) -> Iterator[bool]:
    var.mkdir(parents=True, exist_ok=True)
    # The system itself lets the lock go when its process dies, however that happens.
    with (var / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
