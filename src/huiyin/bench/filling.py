"""What runs in the house before the doors open: the town is made, its cases go through the door and are multiplied."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.bench import floor
from huiyin.bench.multiply import Bounds, Tell, multiply
from huiyin.bench.seed import SPACING, make_town, play
from huiyin.flow import times
from huiyin.search.keeping import keep_all

SEED = 20
"""Always the same matters in the same order."""


def build(originals: int) -> int:
    """Make the floor's tables and the town, and let `originals` cases go through the door; the last one yesterday."""
    floor.make_tables()
    town = make_town(settings.CITY, times.now() - timedelta(days=1) - originals * SPACING)
    with shown("工单逐件办理", originals) as tell:
        play(town, originals, Random(SEED), tell)
    keep_all()  # What the workers do meanwhile; here there are none.
    return originals


def grow(wanted: int, seconds: float) -> int:
    """Multiply the cases until there are `wanted`, within the time, and return how many there are."""
    with shown("工单成倍复制", wanted) as tell:
        return multiply(wanted, Bounds(seconds=seconds), tell)


def megabytes() -> int:
    """Return the size of the database."""
    query = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0]) // 1024**2


@contextmanager
def shown(label: str, total: int) -> Iterator[Tell]:
    """Show a bar on standard error while the block tells how far it is; standard output belongs to the answer."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=not sys.stderr.isatty()) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)
