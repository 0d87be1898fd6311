"""Identities made in Python: UUIDv7, so that rows made later sort later."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from random import Random

_drawn: ContextVar[Iterator[tuple[int, bytes]] | None] = ContextVar("drawn", default=None)


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits."""
    drawn = _drawn.get()
    milliseconds, random = next(drawn) if drawn else (time.time_ns() // 1_000_000, os.urandom(10))
    value = (milliseconds << 80) | int.from_bytes(random, "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


@contextmanager
def drawn_from(rng: Random, since: datetime) -> Iterator[None]:
    """Let `uuid7` draw the same ids for the same generator within the block: a simulation can be repeated.

    The first id is of the millisecond `since`, each further one of the next.
    """
    first = int(since.timestamp() * 1000)
    token = _drawn.set((number, rng.randbytes(10)) for number in count(first))
    try:
        yield
    finally:
        _drawn.reset(token)
