"""What the counters say beside what the measures' own queries say, for every measure that is kept and every way of asking."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from django.db.models import F

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.scoped import COUNTED_ON
from huiyin.flow.times import local_day, travelling
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rollups.asking import kept_all
from huiyin.rollups.known import kept_of
from huiyin.rollups.models import Cell, Contribution, Counted
from huiyin.rulebook.book import Rulebook
from huiyin.statistics.collecting import registry_for

Row = tuple[Any, Case]
ONE_DAY = timedelta(days=1)
ALONG = ("day", "month", "unit", "category", "territory", "kind", "family", "channel")


def rows_of(names: Iterable[str], scope: Scope) -> dict[str, list[Row]]:
    """Return the rows of these measures, each with its case, as the measures' own queries find them."""
    found = {}
    for name in names:
        rows = registry_for(scope.book).measure(name).rows(scope).order_by().annotate(its_day=F(COUNTED_ON))
        found[name] = list(rows.select_related("assignment") if rows.model is Application else rows)
    cases = Case.objects.in_bulk({_case_id(row) for rows in found.values() for row in rows})
    return {name: [(row, cases[_case_id(row)]) for row in rows] for name, rows in found.items()}


def grouped(rows: list[Row], by: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    """Count rows one by one."""
    found = Counter(tuple(_value(name, *row) for name in by) for row in rows)
    return dict(found) if by else {(): found[()]}


def _case_id(row: Any) -> Any:
    return row.pk if isinstance(row, Case) else row.case_id


def _value(name: str, row: Any, case: Case) -> Any:
    if name in ("day", "month"):
        day = row.its_day if type(row.its_day) is date else local_day(row.its_day)
        return day.replace(day=1) if name == "month" else day
    if name == "unit":
        if isinstance(row, Application):
            return row.assignment.unit_path
        return row.unit_path if isinstance(row, Assignment) else case.lead_path
    return getattr(case, name)


def scopes(book: Rulebook, cases: list[Case]) -> list[Scope]:
    """Return the ways in which a period and a part of the city can be meant, with whatever there is among the cases."""
    days = sorted(case.accepted_day for case in cases if case.accepted_day) or [date(2018, 6, 1)]
    first, last = days[0], days[-1]
    months = Scope(since=first.replace(day=1), until=(last.replace(day=28) + 7 * ONE_DAY).replace(day=1), book=book)
    paths = sorted({case.lead_path[:end] for case in cases for end in range(5, len(case.lead_path) + 1, 5)})
    one = cases[0]
    parts = [
        *({"unit_path": path} for path in (paths[-1:] + paths[:1])),
        *({name: getattr(one, name)} for name in ("territory", "kind", "family", "channel") if getattr(one, name)),
        {"category": book.tree.lineage(one.category)[0]},
        {"centre": ANY_CENTRE},
        *({"unit_path": path, "kind": one.kind} for path in paths[-1:]),
        {"category": one.category, "channel": one.channel},
    ]  # fmt: skip
    uneven = Scope(since=first + ONE_DAY, until=last + 3 * ONE_DAY, book=book)
    return [months, uneven, Scope(book=book), *(months.narrowed(**part) for part in parts)]


def differences(book: Rulebook, at: Any, *, most: int = 20, crossed: bool = True) -> tuple[list[Any], int]:
    """Return where the counters say something else than the live queries, and how many figures were compared."""
    names = list(kept_of(book))
    found: list[Any] = []
    compared = 0
    with travelling(at):
        for number, scope in enumerate(scopes(book, list(Case.objects.order_by("number")))[:most]):
            rows = rows_of(names, scope)
            for by in _alongs(number, crossed):
                for name, figures in _answers(names, scope, by).items():
                    compared += 1
                    if figures != (true := grouped(rows[name], by)):
                        found.append((name, scope.to_query(), by, figures, true))
    return found, compared


def _alongs(number: int, crossed: bool) -> list[tuple[str, ...]]:
    if not crossed:
        return [()]
    if number == 0:
        return [*((one,) for one in ALONG), *combinations(ALONG, 2)]
    return [(), (ALONG[number % len(ALONG)],)]


def _answers(names: list[str], scope: Scope, by: tuple[str, ...]) -> dict[str, Any]:
    at_once = kept_all(names, scope, by)
    if at_once is not None:
        return at_once
    each = {waits: [name for name in names if _is_apart(name, scope.book) is waits] for waits in (True, False)}
    return {name: figures for some in each.values() for name, figures in (kept_all(some, scope, by) or {}).items()}


def _is_apart(name: str, book: Rulebook) -> bool:
    kept = kept_of(book)[name]
    return kept.waits or not kept.knows_unit


def table() -> Any:
    """Return every counter that is not nothing, and what each case has added, by the names of the measures."""
    names = dict(Counted.objects.values_list("id", "name"))
    cells = {
        (names[measure], *rest): n
        for measure, *rest, n in Cell.objects.exclude(n=0).values_list(
            "measure", "cube", "centre", "first", "a", "b", "n"
        )
    }
    return cells, Contribution.objects.count()
