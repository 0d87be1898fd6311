"""The full text index below the lines, as each database makes it; no model can say this."""

from collections.abc import Sequence

INDEX = "search_line_tokens"

POSTGRESQL: Sequence[str] = (
    # A list of what is not sorted in yet would be read from end to end, once for each week that is looked into.
    f"CREATE INDEX {INDEX} ON search_line USING gin (tokens) WITH (fastupdate = off)",
)
SQLITE: Sequence[str] = (
    "CREATE VIRTUAL TABLE search_found USING fts5("
    "tokens, content='search_line', content_rowid='place', tokenize='ascii', detail='none', columnsize=0, prefix='4')",
    "CREATE TRIGGER search_line_found AFTER INSERT ON search_line BEGIN"
    " INSERT INTO search_found (rowid, tokens) VALUES (new.place, new.tokens); END",
    "CREATE TRIGGER search_line_lost AFTER DELETE ON search_line BEGIN"
    " INSERT INTO search_found (search_found, rowid, tokens) VALUES ('delete', old.place, old.tokens); END",
)


def make(vendor: str) -> Sequence[str]:
    """Return the statements that make the index."""
    return POSTGRESQL if vendor == "postgresql" else SQLITE


def drop(vendor: str) -> Sequence[str]:
    """Return the statements that take it away; the triggers of SQLite go with their table."""
    return (f"DROP INDEX IF EXISTS {INDEX}",) if vendor == "postgresql" else ("DROP TABLE IF EXISTS search_found",)
