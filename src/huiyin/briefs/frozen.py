"""What was signed never changes: the database refuses to change or delete it, whoever asks.

The triggers are set after each migrate, not by a migration: SQLite rebuilds a table to change it and forgets its triggers.
A brief itself goes on to be distributed and archived: of its row only what was signed stands fast.
"""

from django.db import connections

KEPT = ("kind", "title", "period", "since", "until", "source", "blocks", "issue", "total", "sign", "signed_at")
_DIFFERS = {
    "sqlite": " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT),
    "postgresql": " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in KEPT),
}
_WHOLE = {"briefs_signedbrief": "TRUE", "briefs_brieffigure": "OLD.frozen"}

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_frozen_on_{event} BEFORE {event} ON {table} WHEN {frozen}
BEGIN SELECT RAISE(ABORT, '{table}: what was signed never changes'); END;
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_frozen_on_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {frozen} THEN
    RAISE EXCEPTION '{table}: what was signed never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {table}_frozen_on_{event} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen_on_{event}();
"""


def refuse_changes(using: str) -> None:
    """Let the database refuse changes of what was signed: IntegrityError."""
    connection = connections[using]
    there = connection.introspection.table_names()
    template = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    for table, event, frozen in _rules(connection.vendor):
        if table in there:
            with connection.cursor() as cursor:
                cursor.execute(template.format(table=table, event=event, frozen=frozen))


def _rules(vendor: str) -> list[tuple[str, str, str]]:
    rules = [(table, event, frozen) for table, frozen in _WHOLE.items() for event in ("update", "delete")]
    changed = f"OLD.signed_at IS NOT NULL AND ({_DIFFERS[vendor]})"
    return [*rules, ("briefs_brief", "update", changed), ("briefs_brief", "delete", "OLD.signed_at IS NOT NULL")]
