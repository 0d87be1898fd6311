"""What an address asks of the figures: the period, the part of the city, and the rulebook of that period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from huiyin.flow import times
from huiyin.flow.says import YEARS
from huiyin.flow.times import local_day
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What was asked, and in the user's words what could not be understood."""

    scope: Scope
    problem: str = ""

    @property
    def last(self) -> date | None:
        """The last day of the period: pages and papers count it in, a scope ends before `until`."""
        return self.scope.until - ONE_DAY if self.scope.until else None


def this_year(today: date) -> Scope:
    """Return the year until today, with the rulebook in force."""
    return of_period(date(today.year, 1, 1), today)


def of_period(since: date | None, last: date | None, city: str | None = None) -> Scope:
    """Return the scope from one day to another, both counted in, with the rulebook of its first day.

    Raises ValueError, with a Chinese reason, for a period that ends before it begins.
    """
    return Scope(since=since, until=last + ONE_DAY if last else None, book=_book(since or last, city))


def asked_in(query: Mapping[str, str]) -> Asked:
    """Read the address of a page: `since` and `last` as a person fills them in, or `until` as a scope writes it.

    Without a period it is this year; what cannot be understood is said and left out.
    """
    today = local_day(times.now())
    try:
        scope = Scope.from_query(query)
        last = Scope.from_query({"since": query["last"]}).since if query.get("last") else None
        _refuse_years(scope.since, scope.until, last)
        scope = scope.narrowed(until=last + ONE_DAY) if last else scope
    except ValueError as error:
        return Asked(this_year(today), str(error))
    if not (scope.since or scope.until):
        whole = this_year(today)
        scope = scope.narrowed(since=whole.since, until=whole.until)
    return Asked(scope.narrowed(book=_book(scope.since or scope.until)))


def _refuse_years(*days: date | None) -> None:
    """Refuse a day to which none can be added, or from which none can be taken, as comparing does."""
    if any(day.year not in YEARS for day in days if day):
        raise ValueError(f"年份应在 {YEARS.start} 和 {YEARS.stop - 1} 之间")


def _book(day: date | None, city: str | None = None) -> Rulebook:
    return book_for(city or settings.CITY, day or local_day(times.now()))
