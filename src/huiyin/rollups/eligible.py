"""Which measures can be counted ahead: found out by looking at their own queries, so that nobody keeps a list of them.

A measure is kept where each of its rows is a case, or belongs to one, lies on one day by one column of its own, and
depends on nothing but what acts on its case write. Then its figure over a period is the sum of its days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThan
from django.db.models.sql.where import AND, WhereNode

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.scoped import start_of
from huiyin.measures.kinds import Measure
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook

FIRST, LAST = date(1901, 2, 3), date(1904, 5, 6)
"""Two days that occur in no query by themselves, so that they are found again where a query bounds its period."""

FAR = datetime(2199, 1, 1, tzinfo=UTC)
"""A moment after everything: what is due is counted on the day on which it falls due, whether that day is over or not."""

WRITTEN_BY_ACTS_ON_THE_CASE = frozenset({
    "cases_case", "cases_assignment", "cases_application", "cases_reply", "cases_wish", "cases_tag", "cases_contactentry",
    "journal_event", "callbacks_callback", "callbacks_discontent", "callbacks_objection", "hardcases_hardcase",
    "rechecks_recheck", "supervision_check",
})  # fmt: skip
"""Tables whose rows change only together with an event in the chain of their case, or of a case that points to it."""

_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_LIST = re.compile(r"IN \(([^()]*)\)")


@dataclass(frozen=True)
class Kept:
    """A measure that is counted ahead: its rows of every day and every centre, and the column by which they lie on days.

    `waits` says that time alone brings rows into the figure (what falls due): it is true only for days that are over.
    `knows_unit` says that the unit which has a row stands on its case, its share or its application: one that a row names
    itself moves in the tree without any act on the case. `fingerprint` is another one where the query is, so that no count
    of an older definition is taken for this one.
    """

    name: str
    label: str
    rows: QuerySet[Any]
    day: str
    by_moment: bool
    waits: bool
    knows_unit: bool
    fingerprint: str


def eligible(measure: Measure, book: Rulebook) -> Kept | None:
    """Return how the measure is kept, or None where its figure is no sum of days or depends on more than the case."""
    if measure.value is not None or measure.counts == "state_at_end":
        return None
    whole = Scope(centre=ANY_CENTRE, at=FAR, book=book)
    bounded = measure.rows(whole.narrowed(since=FIRST, until=LAST))
    if not isinstance(bounded, QuerySet) or bounded.query.distinct or not _is_of_cases(bounded):
        return None
    rows = measure.rows(whole).order_by()
    sql = _sql(rows)
    bounds = [lookup.lhs.target for lookup in _take(bounded.query.where, _is_bound)]
    if not sql or len(bounds) != 2 or len(set(bounds)) != 1 or str(bounded.order_by().query) != sql:
        return None
    if not set(_TABLE.findall(sql)) <= WRITTEN_BY_ACTS_ON_THE_CASE:
        return None
    # Shares that were handed down count for the units below, by the rule of `paths.entered`.
    if rows.model is Assignment and not list(_take(rows.query.where, _is_handed_out)):
        return None
    waits = str(measure.rows(whole.narrowed(at=start_of(FIRST))).order_by().query) != sql
    is_moment, knows_unit = isinstance(bounds[0], DateTimeField), _knows_unit(rows.model)
    return Kept(measure.name, measure.label, rows, bounds[0].name, is_moment, waits, knows_unit, _fingerprint(sql))


def _sql(rows: QuerySet[Any]) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:
        # What is the city's alone answers a scope of all lines with nothing.
        return ""


def _knows_unit(model: Any) -> bool:
    own = {field.attname for field in model._meta.concrete_fields} & {"unit_id", "unit_path"}
    return model in (Case, Assignment, Application) or not own


def _is_of_cases(rows: QuerySet[Any]) -> bool:
    return rows.model in (Case, Application) or any(f.attname == "case_id" for f in rows.model._meta.concrete_fields)


def _is_bound(lookup: Any) -> bool:
    if not isinstance(lookup.lhs, Col):
        return False
    if isinstance(lookup, GreaterThanOrEqual):
        return lookup.rhs in (FIRST, start_of(FIRST))
    return isinstance(lookup, LessThan) and lookup.rhs in (LAST, start_of(LAST))


def _is_handed_out(lookup: Any) -> bool:
    """Whether this is the condition that only shares are meant which the centre handed out (`scoped.shares_in`)."""
    is_null = isinstance(lookup, IsNull) and lookup.rhs is True and isinstance(lookup.lhs, Col)
    return is_null and lookup.lhs.target == Assignment._meta.get_field("above")


def _take(where: WhereNode, is_meant: Any) -> Iterator[Any]:
    """Take those of the conditions that every row fulfils out of a query, and give them."""
    return iter(list(_taken(where, is_meant)))


def _taken(where: WhereNode, is_meant: Any) -> Iterator[Any]:
    if where.connector != AND or where.negated:
        return
    for child in list(where.children):
        if isinstance(child, WhereNode):
            yield from _taken(child, is_meant)
            if not child.children:
                where.children.remove(child)
        elif hasattr(child, "lhs") and is_meant(child):
            where.children.remove(child)
            yield child


def _fingerprint(sql: str) -> str:
    """Return what tells two definitions apart; the order within a list says nothing, and differs between processes."""
    # Django itself writes a list without spaces where it asks SQLite for a value in JSON.
    in_order = _LIST.sub(lambda found: f"IN ({', '.join(sorted(re.split(', ?', found[1])))})", sql)
    return sha256(in_order.encode()).hexdigest()[:32]
