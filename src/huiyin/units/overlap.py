"""Dated rows of one thing never overlap: the database refuses too, by triggers that no racing write gets past.

They are set after each migrate, not by a migration: SQLite rebuilds a table to change it and forgets its triggers.
"""

from collections.abc import Sequence

from django.db import connections

# AFTER, because before an insert SQLite does not know the new row's number yet; ABORT undoes the statement.
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_overlap_on_{event} AFTER {event} ON {table}
WHEN EXISTS (SELECT 1 FROM {table} other WHERE {same} AND other.id <> NEW.id
             AND other.since < COALESCE(NEW.until, '9999-12-31') AND NEW.since < COALESCE(other.until, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, '{table}: dated rows overlap'); END;
"""

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {table} other WHERE {same} AND other.id <> NEW.id
             AND other.since < COALESCE(NEW.until, 'infinity') AND NEW.since < COALESCE(other.until, 'infinity'))
  THEN RAISE EXCEPTION '{table}: dated rows overlap' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {table}_no_overlap BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_no_overlap();
"""


def refuse_overlaps(using: str, table: str, keys: Sequence[str]) -> None:
    """Let the database refuse rows of `table` with equal `keys` whose [since, until) overlap: IntegrityError."""
    connection = connections[using]
    if table not in connection.introspection.table_names():
        return
    for statement in _statements(connection.vendor, table, keys):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _statements(vendor: str, table: str, keys: Sequence[str]) -> list[str]:
    if vendor == "sqlite":
        same = " AND ".join(f"other.{key} IS NEW.{key}" for key in keys)
        return [_SQLITE.format(table=table, same=same, event=event) for event in ("insert", "update")]
    same = " AND ".join(f"other.{key} IS NOT DISTINCT FROM NEW.{key}" for key in keys)
    return [_POSTGRESQL.format(table=table, same=same)]
