"""What is frozen never changes: the database refuses to change or delete such rows, whoever asks.

The triggers are set after each migrate, not by a migration: SQLite rebuilds a table to change it and forgets its triggers.
Each looks at its own row alone, so that no other table that is rebuilt is in its way.
"""

from django.db import connections

FROZEN = {"assessment_round": "OLD.state = 'frozen'", "assessment_sheet": "OLD.final"}

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_frozen_on_{event} BEFORE {event} ON {table} WHEN {frozen}
BEGIN SELECT RAISE(ABORT, '{table}: frozen rows never change'); END;
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {frozen} THEN RAISE EXCEPTION '{table}: frozen rows never change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen();
"""


def refuse_changes(using: str) -> None:
    """Let the database refuse changes of frozen rows: IntegrityError."""
    connection = connections[using]
    there = connection.introspection.table_names()
    for table, frozen in FROZEN.items():
        for statement in _statements(connection.vendor, table, frozen) if table in there else ():
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _statements(vendor: str, table: str, frozen: str) -> list[str]:
    if vendor == "sqlite":
        return [_SQLITE.format(table=table, frozen=frozen, event=event) for event in ("update", "delete")]
    return [_POSTGRESQL.format(table=table, frozen=frozen)]
