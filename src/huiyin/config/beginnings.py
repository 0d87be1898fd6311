"""What begins with a text ("0001." for a unit with all below it), asked so that SQLite finds it in an index.

Django asks SQLite by LIKE, which takes capitals for small letters and therefore uses no index of a usual column. GLOB uses it,
and tells capitals apart as PostgreSQL does.
"""

import re
from typing import Any

from django.db.models import CharField, TextField
from django.db.models.lookups import StartsWith

_SPECIAL = re.compile(r"[*?\[]")


class BeginsWith(StartsWith):
    """The lookup `startswith`, by GLOB on SQLite; compared with another column it stays what it was."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the condition for SQLite."""
        if not self.rhs_is_direct_value():
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", (*params, glob_of(str(self.rhs)))


def glob_of(beginning: str) -> str:
    """Return the pattern of all texts that begin with this one, taken letter by letter."""
    return _SPECIAL.sub(lambda found: f"[{found[0]}]", beginning) + "*"


def ask_by_beginnings() -> None:
    """Let every column of text be asked so."""
    for kind in (CharField, TextField):
        kind.register_lookup(BeginsWith)
