"""Counters that two writers never read alike: one statement raises and returns."""

from django.db import connection

RAISE = """
    INSERT INTO journal_counter (name, value) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET value = journal_counter.value + 1
    RETURNING value
"""


def draw(name: str) -> int:
    """Return the next value of the counter, beginning with 1. Others wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [name])
        return int(cursor.fetchone()[0])
