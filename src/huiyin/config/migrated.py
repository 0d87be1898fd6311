"""Whether the database is as the program expects it: which migrations are missing, which are unknown."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError, ProgrammingError

Names = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Migrated:
    """`pending`: not yet applied. `unknown`: applied by a newer program than this one."""

    pending: Names
    unknown: Names

    @property
    def is_current(self) -> bool:
        """Whether program and database fit."""
        return not (self.pending or self.unknown)


def migrated() -> Migrated:
    """Compare the database with the program, in one statement. A database without any table lacks everything."""
    return compared(_applied())


def compared(applied: Names) -> Migrated:
    """Compare migrations that were applied somewhere with those of the program."""
    expected, known = _of_the_program()
    rooms = {app for app, _ in known}
    return Migrated(expected - applied, frozenset(one for one in applied - known if one[0] in rooms))


def _applied() -> Names:
    try:
        rows = MigrationRecorder.Migration.objects.values_list("app", "name")
        return frozenset(rows)
    except (OperationalError, ProgrammingError):
        # No such table, or no database: the next statement tells the two apart.
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return frozenset()


@lru_cache(maxsize=1)
def _of_the_program() -> tuple[Names, Names]:
    """Return the migrations that a database needs, and all that this program knows (those replaced among them)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.nodes), frozenset(loader.disk_migrations)
