"""Asking the index: the newest cases whose lines hold what is wanted, by one statement on either database."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from huiyin.search.matching import WEEK_HERE, Rights, Wanted, for_postgresql, for_sqlite, units_for_postgresql
from huiyin.search.models import WEEK, WEEK_DIGITS

WEEKS = f"""
    SELECT hit.case_id
      FROM generate_series((SELECT max(place) FROM search_line) / {WEEK}, (SELECT min(place) FROM search_line) / {WEEK}, -1)
           AS week
     CROSS JOIN LATERAL (
            SELECT line.case_id
              FROM search_line AS line
             WHERE line.tokens @@ {{question}} {{holds}}
             ORDER BY line.place + 0 DESC
             LIMIT {{most}}) AS hit
     LIMIT {{most}}"""
"""One week after the other, the newest first, and no further than needed: a word that stands in every eighth case is
found in the first week, a rare one costs a look into the index for each week. (`place + 0`: within a week the tokens are
to lead, never the order.)"""

WALK = """
    SELECT line.case_id
      FROM search_found AS found
     CROSS JOIN search_line AS line ON line.place = found.rowid
     WHERE found.search_found MATCH %s {holds}
     ORDER BY found.rowid DESC
     LIMIT {most}"""
"""The full text index walks its rows from the newest one."""


def newest(wanted: Sequence[Wanted], rights: Rights, most: int) -> list[UUID]:
    """Return up to `most` cases that the index knows for this, the newest first."""
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    statement, values = make(wanted, rights, most)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [found if isinstance(found, UUID) else UUID(found) for (found,) in cursor.fetchall()]


def _on_postgresql(wanted: Sequence[Wanted], rights: Rights, most: int) -> tuple[str, list[str]]:
    values, holds = [for_postgresql(wanted, rights)], []
    for one in wanted:
        values.append(one.term)
        condition = "strpos(line.words, %s::text) > 0"
        if one.units:
            values.append(units_for_postgresql(one.units))
            condition = f"({condition} OR line.tokens @@ {_in_this_week()})"
        holds.append(f"AND {condition}")
    return WEEKS.format(question=_in_this_week(), holds=" ".join(holds), most=int(most)), values


def _in_this_week() -> str:
    return f"replace(%s::text, '{WEEK_HERE}', lpad(to_hex(week), {WEEK_DIGITS}, '0'))::tsquery"


def _on_sqlite(wanted: Sequence[Wanted], rights: Rights, most: int) -> tuple[str, list[str]]:
    values, holds = [for_sqlite(wanted, rights)], []
    for one in wanted:
        values.append(one.term)
        held = ["instr(line.words, %s) > 0"]
        for unit in one.units:
            values.append(unit)
            held.append("instr(line.keepers, %s) > 0")
        holds.append(f"AND ({' OR '.join(held)})")
    return WALK.format(holds=" ".join(holds), most=int(most)), values
