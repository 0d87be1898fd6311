"""A figure beside its own earlier values: far away is to be explained, somewhat away is worth a look.

With one to three earlier values, all of them are the measure: beyond twice the greatest or below half of the smallest
is far, beyond one and a half is somewhat away. From four on it is their median and their usual scatter about it
(the median of the distances, times 1.4826, which for ordinary scatter is the standard deviation): more than 3.5 of
these away is unusual, and by 20 % of the median far, by 5 % somewhat; beyond twice or half of all that there was is
far also where they always swung. Counts jump by chance: two that differ by no
more than twice the root of their sum say nothing. Whole numbers are taken for counts where one is above 100, which no
percentage is, or all are below 30.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf
from statistics import median

from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.crossfoot.numbers import is_whole, plain
from huiyin.crossfoot.stated import History

Figures = Mapping[str, Decimal]
FAR, SOMEWHAT = 2, Decimal("1.5")
ENOUGH = 4
"""From how many values on their own scatter can be taken."""
UNUSUAL, TO_SIGMA = Decimal("3.5"), Decimal("1.4826")
FAR_SHARE, SOMEWHAT_SHARE = Decimal("0.20"), Decimal("0.05")
SMALL = 30
MOST_LISTED = 6
GRADES = {2: Grade.EXPLAIN, 1: Grade.HINT, 0: None}


def history(asked: History, figures: Figures) -> Outcome:
    """Whether a figure is far away from what it used to be."""
    now, earlier = figures[asked.figure], asked.earlier
    far, told, beside = _looked_at(now, earlier)
    counted = _look_like_counts([now, *earlier]) if asked.counted is None else asked.counted
    if far and counted and _chance_may_do_it(now, beside):
        far, told = 0, f"{told}；相差的件数可能是偶然"
    asks = {2: "，请说明原因", 1: "，请再核对", 0: ""}[far]
    return Outcome(Rule.HISTORY, asked.names, f"{asked.figure} {plain(now)}，{told}{asks}", GRADES[far])


def _looked_at(now: Decimal, earlier: Sequence[Decimal]) -> tuple[int, str, Decimal]:
    """Return how far it is away, in words too, and from which value."""
    by_range = _by_range(now, earlier)
    if len(earlier) < ENOUGH:
        return by_range
    by_scatter = _by_scatter(now, earlier)
    return by_range if by_range[0] == 2 and by_scatter[0] < 2 else by_scatter


def _by_range(now: Decimal, earlier: Sequence[Decimal]) -> tuple[int, str, Decimal]:
    low, high = min(earlier), max(earlier)
    listed = "、".join(plain(one) for one in earlier)
    told = (
        f"以前为 {listed}" if len(earlier) <= MOST_LISTED else f"以前 {len(earlier)} 期为 {plain(low)} 至 {plain(high)}"
    )
    if low <= now <= high:
        return 0, f"{told}：{'在以前的范围之内' if len(earlier) > 1 else '相同'}", now
    beside, up = (high, True) if now > high else (low, False)
    times = _times(now, beside)
    far = 2 if times > FAR else 1 if times > SOMEWHAT else 0
    name = ("以前" if len(earlier) == 1 else "以前最高" if up else "以前最低") + f"（{plain(beside)}）"
    return far, f"{told}：{_compared(now, beside, name)}", beside


def _by_scatter(now: Decimal, earlier: Sequence[Decimal]) -> tuple[int, str, Decimal]:
    middle = Decimal(median(earlier))
    scatter = Decimal(median([abs(one - middle) for one in earlier])) * TO_SIGMA
    away = abs(now - middle)
    share = away / abs(middle) if middle else Decimal(inf if away else 0)
    told = f"以前 {len(earlier)} 期的中位数 {plain(middle)}，通常上下 {_short(scatter)}：{_compared(now, middle, '中位数')}"
    if away <= UNUSUAL * scatter:
        return 0, told, middle
    return (2 if share >= FAR_SHARE else 1 if share >= SOMEWHAT_SHARE else 0), told, middle


def _times(now: Decimal, before: Decimal) -> Decimal:
    """Return how many times the one is the other, the greater by the smaller; of unlike signs there is no telling."""
    if now == before:
        return Decimal(1)
    if now * before <= 0:
        return Decimal(inf)
    one, other = abs(now), abs(before)
    return max(one, other) / min(one, other)


def _compared(now: Decimal, before: Decimal, name: str) -> str:
    if now == before:
        return f"与{name}相同"
    if now * before <= 0:
        return f"相差 {plain(abs(now - before))}"
    return f"是{name}的 {_short(now / before * 100)}%"


def _look_like_counts(numbers: Sequence[Decimal]) -> bool:
    """Whether these can be nothing but numbers of cases; 30 to 100 may be a percentage that was printed whole."""
    if not all(is_whole(one) and one >= 0 for one in numbers):
        return False
    return max(numbers) > 100 or max(numbers) < SMALL


def _chance_may_do_it(now: Decimal, before: Decimal) -> bool:
    """Whether two counts differ by no more than such counts do by chance: two roots of their sum."""
    return now >= 0 and before >= 0 and (now - before) ** 2 <= 4 * (now + before)


def _short(number: Decimal) -> str:
    """Return a computed number with one digit behind the point, two where it is small."""
    return plain(Fraction(number), 1 if abs(number) >= 1 else 2)
