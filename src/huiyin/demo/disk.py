"""While a city is played the database need not wait for the disk: after a power cut it can be played again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

HOW = {
    "sqlite": ("PRAGMA synchronous", "PRAGMA synchronous = OFF", "PRAGMA synchronous = {}"),
    "postgresql": ("SHOW synchronous_commit", "SET synchronous_commit = off", "SET synchronous_commit = {}"),
}
"""For each database: how to ask for the setting, how to hurry, how to go back."""


@contextmanager
def unhurried_disk() -> Iterator[None]:
    """Let commits return before the disk has them, in this connection and within the block only.

    A killed process still loses and doubles nothing. Inside a transaction the setting cannot change, so it stays.
    """
    if connection.vendor not in HOW or connection.in_atomic_block:
        yield
        return
    ask, hurry, back = HOW[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(ask)
        before = cursor.fetchone()[0]
        cursor.execute(hurry)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(back.format(before))
