"""The period of a paper: from one cut-off to the next, as the rulebook has it. Plain Python, no Django."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Protocol, Self

from huiyin.flow.times import CITY_TZ, ONE_DAY, local, local_day

MONTHS = {"monthly": 1, "quarterly": 3, "half_year": 6, "yearly": 12}
WEEK = timedelta(days=7)


class CutOff(Protocol):
    """What the rulebook says of the end of a period."""

    @property
    def rhythm(self) -> str:
        """How often."""
        ...

    @property
    def closes_weekday(self) -> int | None:
        """The last day of a week, 1 for Monday."""
        ...

    @property
    def closes_on(self) -> int | None:
        """The last day of a month, None for its end."""
        ...

    @property
    def closes_at(self) -> time | None:
        """The hour on that day, None for its end."""
        ...


@dataclass(frozen=True)
class Period:
    """One stretch of time. `until` is the first day after it; with an `hour` both days are cut at that hour."""

    since: date
    until: date
    rhythm: str = "none"
    hour: time | None = None

    @property
    def last(self) -> date:
        """The last day of it, wholly or in part."""
        return self.until if self.hour else self.until - ONE_DAY

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until, self.hour or time.min, CITY_TZ)

    @property
    def label(self) -> str:
        """How people call it: "2018年3月", "2018年上半年", "2018年3月22日至29日"."""
        return f"{self.last.year}年{self.short}" if self.rhythm in MONTHS and self.short else self._long

    @property
    def short(self) -> str:
        """The same without its year: "3月", "上半年"; nothing for a year."""
        month = self.last.month
        return {
            "monthly": f"{month}月",
            "quarterly": f"第{'一二三四'[(month - 1) // 3]}季度",
            "half_year": "上半年" if month <= 6 else "下半年",
        }.get(self.rhythm, "")

    @property
    def _long(self) -> str:
        if self.rhythm == "yearly":
            return f"{self.last.year}年"
        first, last = self.since, self.last
        if first == last:
            return f"{first.year}年{first.month}月{first.day}日"
        year = "" if last.year == first.year else f"{last.year}年"
        month = "" if (last.year, last.month) == (first.year, first.month) else f"{last.month}月"
        return f"{first.year}年{first.month}月{first.day}日至{year}{month}{last.day}日"

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "since": self.since.isoformat(), "until": self.until.isoformat(), "rhythm": self.rhythm,
            "hour": self.hour.isoformat() if self.hour else None,
        }  # fmt: skip

    @classmethod
    def read_back(cls, kept: Mapping[str, Any]) -> Self:
        """Return the period that was kept."""
        hour = time.fromisoformat(kept["hour"]) if kept.get("hour") else None
        return cls(date.fromisoformat(kept["since"]), date.fromisoformat(kept["until"]), kept["rhythm"], hour)


def last_closed(rule: CutOff, at: datetime) -> Period:
    """Return the latest period that is over at a moment. A paper without rhythm is about the day before."""
    return next(closed(rule, at))


def closed(rule: CutOff, at: datetime) -> Iterator[Period]:
    """Yield the periods that are over at a moment, the latest first."""
    if rule.rhythm == "none":
        yield Period(local_day(at) - ONE_DAY, local_day(at))
        return
    edges = _edges(rule, local(at).date() + ONE_DAY)
    until = next(edge for edge in edges if _moment(edge, rule) <= at)
    for since in edges:
        yield Period(since, until, rule.rhythm, rule.closes_at)
        until = since


def running(rule: CutOff, at: datetime) -> Period:
    """Return the period that is under way at a moment."""
    since = last_closed(rule, at).until
    later = _edges(rule, local_day(at) + timedelta(days=400))
    ahead = [edge for edge in islice(later, 70) if edge > since]
    return Period(since, min(ahead), rule.rhythm, rule.closes_at)


def one_before(period: Period, rule: CutOff) -> Period:
    """Return the period before this one; of a free stretch the days just before it, as many."""
    if period.rhythm == "none":
        return Period(period.since - (period.until - period.since), period.since)
    edges = _edges(rule, period.since)
    return Period(next(edge for edge in edges if edge < period.since), period.since, period.rhythm, period.hour)


def year_before(period: Period, rule: CutOff) -> Period:
    """Return the same period of the year before: of weeks the one 52 weeks ago, which begins on the same weekday."""
    if period.rhythm == "weekly":
        return Period(period.since - 52 * WEEK, period.until - 52 * WEEK, "weekly", period.hour)
    return Period(_a_year_ago(period.since), _a_year_ago(period.until), period.rhythm, period.hour)


def to_date(period: Period) -> Period:
    """Return the year until the end of the period, in whole days."""
    last = period.until - ONE_DAY
    return Period(date(last.year, 1, 1), period.until)


def named(first: Period, second: Period | None) -> str:
    """Return what a paper calls its time: "2018年3月", "2018年上半年暨7月份"."""
    if second is None:
        return first.label
    short = second.short if second.last.year == first.last.year and second.short else second.label
    return f"{first.label}暨{short}{'份' if short.endswith('月') else ''}"


def _edges(rule: CutOff, before: date) -> Iterator[date]:
    """Yield the first days after a period, the latest first, beginning not before `before` less one period."""
    shift = timedelta(0) if rule.closes_at else ONE_DAY
    for day in _closing_days(rule, before):
        yield day + shift


def _closing_days(rule: CutOff, before: date) -> Iterator[date]:
    if rule.rhythm == "weekly":
        assert rule.closes_weekday is not None, "a week closes on a weekday"
        day = before - timedelta(days=(before.isoweekday() - rule.closes_weekday) % 7)
        while True:
            yield day
            day -= WEEK
    length, count = MONTHS[rule.rhythm], before.year * 12 + before.month
    count += -count % length
    while True:
        year, month = divmod(count - 1, 12)
        last = monthrange(year, month + 1)[1]
        yield date(year, month + 1, min(rule.closes_on or last, last))
        count -= length


def _moment(edge: date, rule: CutOff) -> datetime:
    return datetime.combine(edge, rule.closes_at or time.min, CITY_TZ)


def _a_year_ago(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
