"""To what an entry belongs: a day, a month, a quarter or a year, each known by its first day. Plain Python."""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from huiyin.flow.times import ONE_DAY

MONTHS = {"month": 1, "quarter": 3, "year": 12}
YEARS = range(1950, 2079)
_YEAR = re.compile(r"(\d{4})年?(?:度)?")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])?(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})年?[-/. ]?(?:[Qq]|第)?([1-4一二三四])(?:季度?)?")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, order=True)
class Period:
    """One stretch of time of one kind."""

    first: date
    kind: str = "day"

    @property
    def until(self) -> date:
        """The first day after it."""
        if self.kind == "day":
            return self.first + ONE_DAY
        return _months_on(self.first, MONTHS[self.kind])

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until - ONE_DAY

    @property
    def label(self) -> str:
        """How people call it: "2018年6月", "2018年第二季度", "2018年", "2018-06-04"."""
        year, month = self.first.year, self.first.month
        if self.kind == "quarter":
            return f"{year}年第{'一二三四'[(month - 1) // 3]}季度"
        return {"month": f"{year}年{month}月", "year": f"{year}年"}.get(self.kind, self.first.isoformat())

    @property
    def code(self) -> str:
        """How an address and a form call it: "2018-06", "2018-Q2", "2018"."""
        year, month = self.first.year, self.first.month
        if self.kind == "quarter":
            return f"{year}-Q{(month - 1) // 3 + 1}"
        return {"month": f"{year}-{month:02}", "year": f"{year}"}.get(self.kind, self.first.isoformat())

    @property
    def before(self) -> "Period":
        """The one before it."""
        return period_of(self.kind, self.first - ONE_DAY)

    @property
    def after(self) -> "Period":
        """The one after it."""
        return period_of(self.kind, self.until)


def period_of(kind: str, day: date) -> Period:
    """Return the period of a kind in which a day lies."""
    if kind == "day":
        return Period(day)
    length = MONTHS[kind]
    return Period(date(day.year, (day.month - 1) // length * length + 1, 1), kind)


def read_period(kind: str, text: str) -> Period | None:
    """Return the period that somebody typed, None for what is none: "2018-06", "2018年6月", "2018Q2", "2018年二季度"."""
    plain = normalize("NFKC", text).replace(" ", "")
    if kind == "day" or not plain:
        return _day(plain)
    readers = {"month": _month, "quarter": _quarter, "year": _year}
    found = readers[kind](plain)
    # The first day says it too: a sheet shows what looks like a month as a date.
    return found or (period_of(kind, day.first) if (day := _day(plain)) else None)


def _day(plain: str) -> Period | None:
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?00:00(?::00)?)?", plain)
    return _of("day", *map(int, found.groups())) if found else None


def _month(plain: str) -> Period | None:
    found = _MONTH.fullmatch(plain)
    return _of("month", int(found[1]), int(found[2])) if found else None


def _quarter(plain: str) -> Period | None:
    found = _QUARTER.fullmatch(plain)
    if not found:
        return None
    number = _CHINESE.get(found[2]) or int(found[2])
    return _of("quarter", int(found[1]), number * 3 - 2)


def _year(plain: str) -> Period | None:
    found = _YEAR.fullmatch(plain)
    return _of("year", int(found[1])) if found else None


def _of(kind: str, year: int, month: int = 1, day: int = 1) -> Period | None:
    try:
        return Period(date(year, month, day), kind) if year in YEARS else None
    except ValueError:
        return None


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
