"""What was published never changes: the database refuses to change its figures or its dates, or to delete it, whoever asks.

The triggers are set after each migrate, not by a migration: SQLite rebuilds a table to change it and forgets its triggers.
"""

from django.db import connections

TABLE = "portal_publication"
KEPT = ("kept", "period", "since", "until", "edition", "signed_on", "published_at")

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_kept_on_update BEFORE UPDATE ON {table}
WHEN OLD.published_at IS NOT NULL AND ({changed})
BEGIN SELECT RAISE(ABORT, '{table}: what was published never changes'); END;
CREATE TRIGGER IF NOT EXISTS {table}_kept_on_delete BEFORE DELETE ON {table} WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{table}: what was published never changes'); END;
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR {changed}) THEN
    RAISE EXCEPTION '{table}: what was published never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept();
"""


def refuse_changes(using: str) -> None:
    """Let the database refuse changes of what was published: IntegrityError."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    is_sqlite = connection.vendor == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in KEPT)
    text = (_SQLITE if is_sqlite else _POSTGRESQL).format(table=TABLE, changed=changed)
    # SQLite's driver takes one statement at a time.
    statements = [f"{one.strip()} END;" for one in text.split("END;") if one.strip()] if is_sqlite else [text]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
