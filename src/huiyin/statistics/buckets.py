"""Stretches of time by which figures are put side by side: days, ISO weeks, months, quarters, years. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months a stretch has, of those that begin with a month."""

LABELS = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "year": "年"}


@dataclass(frozen=True, order=True)
class Bucket:
    """One whole stretch. Its key is its first day, the same for every figure and every year."""

    start: date
    until: date
    grain: str

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return self.start.isoformat()

    @property
    def label(self) -> str:
        """How people call it."""
        start = self.start
        if self.grain == "week":
            year, week, _ = start.isocalendar()
            return f"{year}年第{week}周"
        if self.grain == "quarter":
            return f"{start.year}年{(start.month + 2) // 3}季度"
        return {"day": f"{start:%Y-%m-%d}", "month": f"{start.year}年{start.month}月", "year": f"{start.year}年"}[
            self.grain
        ]

    def moved(self, steps: int) -> "Bucket":
        """Return the stretch so many steps later, or earlier."""
        if self.grain in MONTHS:
            return bucket_of(months_later(self.start, steps * MONTHS[self.grain]), self.grain)
        return bucket_of(self.start + steps * (self.until - self.start), self.grain)


def bucket_of(day: date, grain: str) -> Bucket:
    """Return the stretch in which a day lies."""
    if grain == "day":
        return Bucket(day, day + ONE_DAY, grain)
    if grain == "week":
        start = day - day.weekday() * ONE_DAY
        return Bucket(start, start + 7 * ONE_DAY, grain)
    months = MONTHS[grain]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Bucket(start, months_later(start, months), grain)


def buckets(since: date, until: date, grain: str) -> Iterator[Bucket]:
    """Give every stretch that has a day in the period, the first and the last as a whole."""
    step = bucket_of(since, grain)
    while step.start < until:
        yield step
        step = bucket_of(step.until, grain)


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(day.day, length))


def period_before(since: date, until: date) -> tuple[date, date]:
    """Return the period just before: of whole months as many months, else as many days."""
    if since.day == until.day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month
        return months_later(since, -months), since
    return since - (until - since), since


def year_before(since: date, until: date) -> tuple[date, date]:
    """Return the same days one year before; a period that ends with a February ends with the February then."""
    last = until - ONE_DAY
    ends = months_later(until, -12) if until.day == 1 else months_later(last, -12) + ONE_DAY
    return months_later(since, -12), ends
