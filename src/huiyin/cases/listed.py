"""The list behind a figure whose rows are no cases: how its address names the period and the part, how its page reads them.

The page asks the very query that counts (`Part.of`), so that figure and list cannot differ.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse

from huiyin.flow.says import YEARS
from huiyin.flow.times import ONE_DAY
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book_for
from huiyin.ui.pages import Filter
from huiyin.units.models import Unit

Row = TypeVar("Row", bound=Model)

DAYS = frozenset({"since", "last"})
PARTS = frozenset(one.name for one in fields(Scope)) - {"book"} - DAYS
"""What an address may say beside the days, which are filters of the list: `ListSpec(other_keys=PARTS)`."""

ELSE = ("kind", "family", "channel", "tag", "centre")


def listed_at(page: str, scope: Scope, **more: str) -> str:
    """Return the address of the list behind a figure: people read the last day of a period, not the first after it."""
    parts = scope.to_query()
    if scope.until and scope.hour is None:
        del parts["until"]
        parts["last"] = (scope.until - ONE_DAY).isoformat()
    return f"{reverse(page)}?{urlencode({**parts, **more})}"


def days(since: str) -> tuple[Filter, Filter]:
    """Return the filters by which people choose the period themselves; the page asks `Part.of` with what they chose."""
    return Filter("since", since, "day", narrow=_as_it_is), Filter("last", "至", "day", narrow=_as_it_is)


def _as_it_is(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True)
class Part:
    """What an address asks for. `words` name what no filter of the page shows, `problem` what cannot be understood."""

    scope: Scope
    words: str = ""
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the address asks for no part at all."""
        return not self.scope.to_query()

    def of(self, rows: QuerySet[Row], counted: Callable[[Scope], QuerySet[Row]]) -> QuerySet[Row]:
        """Return those of the rows that the figure counts; all of them where the address names no part."""
        return rows if self.is_whole else rows.filter(pk__in=counted(self.scope).order_by().values("pk"))


def part_of(query: Mapping[str, str], today: date, knows: Collection[str] = ()) -> Part:
    """Read what an address asks of a list; `knows` are parts of `ELSE` by which its rows are told apart."""
    said = {name: query[name] for name in (*PARTS, "since") if query.get(name)}
    try:
        last = Scope.from_query({"since": query.get("last", "")}).since
        scope = Scope.from_query(said | ({"until": (last + ONE_DAY).isoformat()} if last else {}))
    except (ValueError, OverflowError) as error:
        return Part(Scope(), problem=str(error))
    if any(day.year not in YEARS for day in (scope.since, scope.until) if day):
        return Part(Scope(), problem=f"年份应在 {YEARS.start} 和 {YEARS.stop - 1} 之间")
    book = book_for(settings.CITY, scope.since or scope.until or today)
    return Part(scope.narrowed(book=book), _words(scope, book, knows))


def _words(scope: Scope, book: Rulebook, knows: Collection[str]) -> str:
    found = []
    if scope.unit_path:
        found.append(Unit.objects.filter(path=scope.unit_path).values_list("name", flat=True).first() or "没有这个单位")
    if scope.category:
        found.append(_category(scope.category, book))
    if scope.territory:
        known = {one.code: one.label for one in book.territories}
        found.append(known.get(scope.territory, scope.territory))
    if scope.hour and scope.until:
        found.append(f"{scope.hour:%H:%M} 截止，至 {scope.until}")
    found += [_called(name, getattr(scope, name), book) for name in knows if getattr(scope, name)]
    if any(getattr(scope, name) for name in ELSE if name not in knows):
        found.append("本清单不分渠道、性质和标签，按此统计为 0")
    return "；".join(found)


def _called(name: str, code: str, book: Rulebook) -> str:
    known = {"family": Family, "channel": book.channels, "kind": book.kinds}[name]
    return next((one.label for one in known if getattr(one, "code", one) == code), code)


def _category(code: str, book: Rulebook) -> str:
    try:
        return " / ".join(book.category_path(code))
    except Unknown:
        return code
