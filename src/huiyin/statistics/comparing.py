"""A crossed figure beside itself: against the period before, against the year before, as a share of the whole, by rank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huiyin.measures.figures import NOTHING, Rounding, rounded
from huiyin.measures.kinds import Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.buckets import ONE_DAY, Bucket, bucket_of, months_later, period_before, year_before
from huiyin.statistics.crossing import Crossed, Value, cross, dimensions
from huiyin.statistics.dimensions import UNSAID, Dimension
from huiyin.statistics.stretches import Stretch

BEFORE, YEAR = "before", "year"
LABELS = {BEFORE: "上期", YEAR: "上年同期"}


@dataclass(frozen=True)
class Earlier:
    """The same measure earlier: the figure of each value of the rows, by the value of now."""

    crossed: Crossed
    key_then: Callable[[str], str]

    def at(self, value: str | None) -> Value:
        """Return what the figure was for this value, for None over the whole period."""
        if not self.crossed.by:
            return self.crossed.at()
        return self.crossed.at(None if value is None else self.key_then(value))


def earlier(which: str, registry: Registry, name: str, scope: Scope, by: Sequence[Dimension], tree: str) -> Earlier:
    """Count a measure over the period before, or the same days a year before; by the definitions of now."""
    stretch = by[0] if by and isinstance(by[0], Stretch) else None
    since, until = _days(which, scope, stretch)
    then = scope.narrowed(since=since, until=until)
    same = [dimensions(then, tree)[one.code] for one in by]
    return Earlier(cross(registry, name, then, same), _keys(which, stretch))


def _days(which: str, scope: Scope, stretch: Stretch | None) -> tuple[date, date]:
    since, until = scope.since, scope.until
    if since is None or until is None:
        raise ValueError("a period without an end has none before it")
    if which == YEAR and stretch and stretch.grain == "week":
        return _week_a_year_before(since), _week_a_year_before(until - ONE_DAY) + ONE_DAY
    if which == YEAR:
        return year_before(since, until)
    if stretch is None:
        return period_before(since, until)
    return _one_step_back(since, stretch.grain), _one_step_back(until - ONE_DAY, stretch.grain) + ONE_DAY


def _one_step_back(day: date, grain: str) -> date:
    """Return the same day of the stretch before; of a shorter one its last."""
    own = bucket_of(day, grain)
    before = own.moved(-1)
    if day == own.until - ONE_DAY:
        return before.until - ONE_DAY
    return min(before.start + (day - own.start), before.until - ONE_DAY)


def _keys(which: str, stretch: Stretch | None) -> Callable[[str], str]:
    if stretch is None:
        return lambda value: value
    if which == BEFORE:
        return lambda value: value if value == UNSAID else stretch.bucket(value).moved(-1).key
    return lambda value: value if value == UNSAID else _a_year_before(stretch.bucket(value)).key


def _a_year_before(bucket: Bucket) -> Bucket:
    if bucket.grain == "week":
        return bucket_of(_week_a_year_before(bucket.start), "week")
    return bucket_of(months_later(bucket.start, -12), bucket.grain)


def _week_a_year_before(day: date) -> date:
    """Return the same day of the same ISO week one year before; of a week 53 that the year had not, of its last."""
    year, week, weekday = day.isocalendar()
    last = date(year - 1, 12, 28).isocalendar().week
    return date.fromisocalendar(year - 1, min(week, last), weekday)


def change(now: Value, then: Value, measure: object) -> str:
    """Return how a figure changed: a count by per cent, a rate by points of a percentage; a dash where nobody can say."""
    if now is None or then is None:
        return NOTHING
    if isinstance(measure, Rate):
        points = rounded((Fraction(now) - Fraction(then)) * (100 if measure.percent else 1), 2, "half_up")
        return f"{points:+}{'个百分点' if measure.percent else ''}"
    return f"{rounded((Fraction(now) - then) / abs(Fraction(then)) * 100, 1, 'half_up'):+}%" if then else NOTHING


def share(part: Value, whole: Value, digits: int = 1, rounding: Rounding = "half_up") -> str:
    """Return the share of a count in its whole."""
    return f"{rounded(Fraction(part) / whole * 100, digits, rounding)}%" if part is not None and whole else NOTHING


def ranks(values: Mapping[str, Value]) -> dict[str, int]:
    """Return the rank of each value, the greatest first; equal ones share theirs. What has no figure has no rank."""
    known = {key: value for key, value in values.items() if value is not None and key != UNSAID}
    order = sorted(known.values(), reverse=True)
    return {key: order.index(value) + 1 for key, value in known.items()}
