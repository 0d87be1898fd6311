"""Identities made in Python: UUIDv7, so that rows made later sort later, also those of one millisecond."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from random import Random
from threading import Lock

_drawn: ContextVar[Iterator[tuple[int, bytes]] | None] = ContextVar("drawn", default=None)


PER_MILLISECOND = 1 << 12
NANOSECONDS = 1_000_000
_one_at_a_time = Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7 that sorts behind all that this process made before.

    RFC 9562, 6.2 method 3: 48 bits of Unix milliseconds, 12 bits of the 4,096th parts of one, then 62 random bits.
    """
    drawn = _drawn.get()
    moment, random = next(drawn) if drawn else (_next_moment(), os.urandom(8))
    milliseconds, part = divmod(moment, PER_MILLISECOND)
    tail = int.from_bytes(random, "big") & ~(0x3 << 62)
    return uuid.UUID(int=(milliseconds << 80) | (0x7 << 76) | (part << 64) | (0x2 << 62) | tail)


def _next_moment() -> int:
    """Return now in 4,096th parts of a millisecond, never the same twice and never an earlier one."""
    global _last  # noqa: PLW0603 - the one thing that all threads of a process have to agree on
    with _one_at_a_time:
        _last = max(_last + 1, time.time_ns() * PER_MILLISECOND // NANOSECONDS)
        return _last


@contextmanager
def drawn_from(rng: Random, since: datetime) -> Iterator[None]:
    """Let `uuid7` draw the same ids for the same generator within the block: a simulation can be repeated.

    The first id is of the millisecond `since`, each further one of the next.
    """
    first = int(since.timestamp() * 1000)
    token = _drawn.set((number * PER_MILLISECOND, rng.randbytes(8)) for number in count(first))
    try:
        yield
    finally:
        _drawn.reset(token)
