"""Whether the last days of a row of counts are far more than was to be expected, by a formula that can be printed.

Expected is the larger of two: the mean of the weeks before, and the most of the same season of years before, so that what comes
every winter is no news in winter. How unlikely the count is, is the upper tail of the negative binomial distribution, whose spread
is that of the counts before (of Poisson's where they spread no more): a matter that comes in heaps by nature must come in a
larger heap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

_LEAST_EXPECTED = 0.5
"""What was never heard of is expected half a time: otherwise the first letter would be infinitely many times too much."""
_SEASON_WINDOWS = 3
"""The same days of a year before, and as many before and after: seasons do not keep the calendar to the day."""


@dataclass(frozen=True)
class Rule:
    """From which counts on a growth is a warning."""

    days: int
    at_least: int
    times: float
    chance: float
    rising: int
    weeks: int
    years: int


@dataclass(frozen=True)
class Growth:
    """A count that is far beyond what was expected."""

    found: int
    expected: float
    recent: float
    seasonal: float | None
    chance: float
    said: str

    @property
    def times(self) -> float:
        """Return how many times the expected it is."""
        return self.found / self.expected


def growth_of(by_day: Sequence[int], rule: Rule) -> Growth | None:
    """Judge the last days of daily counts, the latest last; None where nothing is far beyond the expected."""
    found = sum(by_day[-rule.days :])
    if found < rule.at_least:
        return None
    recent, spread = _recent(by_day, rule)
    seasonal = _seasonal(by_day, rule)
    expected = max(recent, seasonal or 0.0, _LEAST_EXPECTED)
    if found < rule.times * expected or not _rises(by_day, rule, expected):
        return None
    chance = tail(found, expected, max(spread, expected))
    if chance >= rule.chance:
        return None
    return Growth(found, expected, recent, seasonal, chance, _said(found, expected, recent, seasonal, chance, rule))


def tail(found: int, mean: float, variance: float) -> float:
    """Return how likely so many or more are: negative binomial by mean and variance, Poisson where these are the same."""
    below = sum(exp(_log_chance(count, mean, variance)) for count in range(found))
    return max(0.0, 1.0 - below) if below < 1 - 1e-9 else _upper(found, mean, variance)


def _upper(found: int, mean: float, variance: float) -> float:
    """Add up the tail itself where one minus the rest would only be rounding."""
    return sum(exp(_log_chance(count, mean, variance)) for count in range(found, found + 200))


def _log_chance(count: int, mean: float, variance: float) -> float:
    if variance <= mean * 1.0001:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean * mean / (variance - mean)
    share = size / (size + mean)
    return lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log(share) + count * log(1 - share)


def _windows(by_day: Sequence[int], end: int, days: int, most: int) -> list[int]:
    """Return the sums of windows of so many days that lie one behind the other before `end`."""
    return [sum(by_day[e - days : e]) for e in range(end, end - days * most, -days) if e - days >= 0]


def _recent(by_day: Sequence[int], rule: Rule) -> tuple[float, float]:
    before = _windows(by_day, len(by_day) - rule.days, rule.days, max(2, rule.weeks * 7 // rule.days))
    if not before:
        return 0.0, 0.0
    mean = sum(before) / len(before)
    return mean, sum((one - mean) ** 2 for one in before) / max(1, len(before) - 1)


def _seasonal(by_day: Sequence[int], rule: Rule) -> float | None:
    """Return the most that the same days, or as many before or after them, had in a year before; None without such a year."""
    highest: list[int] = []
    for year in range(1, rule.years + 1):
        end = len(by_day) - 365 * year + rule.days
        windows = _windows(by_day, end, rule.days, _SEASON_WINDOWS)
        highest += windows if len(windows) == _SEASON_WINDOWS else []
    return float(max(highest)) if highest else None


def _rises(by_day: Sequence[int], rule: Rule, expected: float) -> bool:
    """Whether so many quarters of the window, one after the other up to now, were each more than expected."""
    quarter = max(1, rule.days // 4)
    last = _windows(by_day, len(by_day), quarter, rule.rising)
    return all(one > expected * quarter / rule.days for one in last)


def _said(found: int, expected: float, recent: float, seasonal: float | None, chance: float, rule: Rule) -> str:
    season = "往年同期无数据" if seasonal is None else f"往年同期及前后最多{seasonal:.0f}件"
    likely = f"{chance:.6f}" if chance >= 0.000001 else "小于0.000001"
    return (
        f"近{rule.days}天{found}件；近{rule.weeks}周同样长的时段平均{recent:.1f}件，{season}，取大者（至少{_LEAST_EXPECTED:g}件）为预期"
        f"{expected:.1f}件；为预期的{found / expected:.1f}倍，平常偶然达到的概率{likely}（负二项分布）"
    )
