"""Time as a dimension: the day on which a row is counted, gathered to days, weeks, months, quarters, years."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet
from django.db.models.functions import Cast, Substr, TruncDate

from huiyin.cases.scoped import COUNTED_ON
from huiyin.flow import times
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.measures.scope import Scope
from huiyin.statistics.buckets import LABELS, Bucket, bucket_of, buckets
from huiyin.statistics.dimensions import UNSAID, CannotCross, Dimension

MOST_STRETCHES = 400


@dataclass
class Stretch(Dimension):
    """Time: the day on which a row is counted, gathered to stretches. What is to come is not shown."""

    grain: str = "month"
    scope: Scope = field(default_factory=Scope)
    is_time = True

    @property
    def ahead(self) -> str:
        """The counters know days and months."""
        return "day" if self.grain in {"day", "week"} else "month"

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the day, or the month or year, as a text that both databases make without asking Python for each row."""
        if COUNTED_ON not in rows.query.annotations:
            return None
        on = TruncDate(COUNTED_ON, tzinfo=CITY_TZ) if _is_moment(rows) else F(COUNTED_ON)
        return Substr(Cast(on, CharField()), 1, {"month": 7, "quarter": 7, "year": 4}.get(self.grain, 10))

    def value_of(self, found: str) -> str:
        """Return the first day of the stretch."""
        day = date.fromisoformat(f"{found}-01-01"[:10]) if found else None
        return bucket_of(day, self.grain).key if day else UNSAID

    def label_of(self, value: str) -> str:
        """Return how people call the stretch."""
        return self.bucket(value).label

    def bucket(self, value: str) -> Bucket:
        """Return the stretch of a value. Raises ValueError."""
        found = bucket_of(date.fromisoformat(value), self.grain)
        if found.key != value:
            raise ValueError(value)
        return found

    def within(self, value: str) -> Scope:
        """Return the scope of one stretch, as far as it lies in the period."""
        stretch, since, until = self.bucket(value), self.scope.since, self.scope.until
        start = max(stretch.start, since) if since else stretch.start
        end = min(stretch.until, until) if until else stretch.until
        return self.scope.narrowed(since=start, until=end)

    def all(self) -> list[str]:
        """Return every stretch of the period that has begun. Raises CannotCross where there are too many."""
        since, until = self.scope.since, self.scope.until
        today = local_day(times.now())
        if since is None or until is None:
            raise CannotCross("按时间统计要有起止日期")
        end = min(until, max(today, since) + times.ONE_DAY)
        if (end - since).days > MOST_STRETCHES * {"day": 1, "week": 7}.get(self.grain, 366):
            raise CannotCross(f"按{LABELS[self.grain]}统计最多{MOST_STRETCHES}个时间段，请缩短期间")
        return [one.key for one in buckets(since, end, self.grain)]

    def shown(self, found: Iterable[str]) -> list[str]:
        """Return all stretches: one in which nothing happened says so."""
        return self.all()


def _is_moment(rows: QuerySet[Any]) -> bool:
    return isinstance(rows.query.annotations[COUNTED_ON].output_field, DateTimeField)
