"""The list behind a figure: its very rows, one line each, so that the list is as long as the figure says.

Where the rows are cases they are listed as cases; where they are acts, shares or call-backs, each has its line, with its case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import QueryDict

from huiyin.cases.models import Case
from huiyin.cases.scoped import COUNTED_ON
from huiyin.flow.actor import Actor
from huiyin.statistics.lines import CaseLine, case_line
from huiyin.ui.pages import ListSpec, Page
from huiyin.units.models import Unit

PAGE_SIZE = 50
MOST_COUNTED = 100_000
HAPPENED = "happened"


@dataclass(frozen=True)
class RowLine:
    """One line: the case, and where the row is not the case itself, when it happened and whose it was."""

    case: CaseLine
    happened: date | datetime | None = None
    unit: str = ""


@dataclass(frozen=True)
class Behind:
    """One page of the list. `of_cases` says that the rows are cases."""

    page: Page
    lines: Sequence[RowLine]
    of_cases: bool

    @property
    def has_units(self) -> bool:
        """Whether any of the rows is a unit's own."""
        return any(line.unit for line in self.lines)


def behind(rows: QuerySet[Any], query: QueryDict, spec: ListSpec, actor: Actor) -> Behind:
    """Return one page of the rows of a figure."""
    if rows.model is Case:
        page = spec.read(query).page(rows.select_related("lead_unit"), count_up_to=MOST_COUNTED)
        return Behind(page, [RowLine(case_line(case, actor)) for case in page.rows], of_cases=True)
    page = _page(_with_moment(rows), query)
    cases = Case.objects.select_related("lead_unit").in_bulk([row.case_id for row in page.rows])
    units = _units_of(page.rows)
    lines = [
        RowLine(case_line(cases[row.case_id], actor), getattr(row, HAPPENED, None), units.get(_unit_id(row), ""))
        for row in page.rows
        if row.case_id in cases
    ]
    return Behind(page, lines, of_cases=False)


def _with_moment(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(**{HAPPENED: F(COUNTED_ON)}) if COUNTED_ON in rows.query.annotations else rows


def _page(rows: QuerySet[Any], query: QueryDict) -> Page:
    """Return one page by id, the newest first: ids are made in the order of time, and every row has one."""
    after, before = _uuid(query.get("after", "")), _uuid(query.get("before", ""))
    if before and not after:
        found = list(rows.filter(id__gt=before).order_by("id")[: PAGE_SIZE + 1])
        is_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE][::-1]
        older, newer = bool(found), is_more
    else:
        found = list((rows.filter(id__lt=after) if after else rows).order_by("-id")[: PAGE_SIZE + 1])
        older, newer, found = len(found) > PAGE_SIZE, after is not None, found[:PAGE_SIZE]
    first, last = (str(found[0].id), str(found[-1].id)) if found else ("", "")
    return Page(found, first if newer else "", last if older else "", _total(rows))


def _total(rows: QuerySet[Any]) -> str:
    found = rows.order_by().values("id")[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED:,} 以上" if found > MOST_COUNTED else f"{found:,}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _units_of(rows: Sequence[Any]) -> dict[UUID | None, str]:
    ids = {pk for row in rows if (pk := _unit_id(row))}
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "short_name"))


def _unit_id(row: Any) -> UUID | None:
    return getattr(row, "unit_id", None)
