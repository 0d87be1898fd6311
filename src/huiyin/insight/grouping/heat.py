"""The heat index (热度) of a group of letters: a sum of stated parts, times stated factors, with the numbers put in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

from huiyin.insight.grouping.letters import Letter

_STEADY = 2
"""So many letters are added above and below, so that two letters in one week are no growth."""


@dataclass(frozen=True)
class HeatWeights:
    """The weights of the index; the rulebook says them."""

    people: float
    letters: float
    urgent: float
    days: float
    likes: float
    growth_most: float
    stretches: int
    one_matter: float
    half_life: float


@dataclass(frozen=True)
class Span:
    """The period that is looked at. `known_before` says whether the period before it was looked at too."""

    since: datetime
    until: datetime
    known_before: bool = False

    @property
    def days(self) -> float:
        """Return its length."""
        return max(1.0, (self.until - self.since).total_seconds() / 86400)


@dataclass(frozen=True)
class Heat:
    """What the index was made of. `letters` counts near-identical ones of one person once; `before` is the period before."""

    value: float
    people: int
    letters: int
    urgent: int
    likes: int
    days: int
    before: int
    growth: float
    unity: float
    freshness: float
    said: str


def heat_of(group: Sequence[Letter], letters: int, before: int, cohesion: float, span: Span, by: HeatWeights) -> Heat:
    """Return the heat of a group: `letters` of it count, `before` belonged to it in the period before."""
    people = len({letter.who for letter in group})
    urgent = sum(letter.urgent for letter in group)
    likes = sum(max(letter.likes, 0) for letter in group)
    days = len({letter.at.date() for letter in group})
    growth = _growth(letters, before, by) if span.known_before else _burst(group, span, by)
    unity = min(1.0, cohesion / by.one_matter)
    age = max(0.0, (span.until - max(letter.at for letter in group)).total_seconds() / 86400)
    freshness = float(0.5 ** (age / (span.days * by.half_life)))
    parts = (
        (by.people, people, f"诉求人{people}人"), (by.letters, letters, f"诉求{letters}件"), (by.urgent, urgent, f"紧急{urgent}件"),
        (by.days, log(1 + days), f"ln(1+诉求日{days}天)"), (by.likes, log(1 + likes), f"ln(1+点赞{likes})"),
    )  # fmt: skip
    value = sum(weight * amount for weight, amount, _ in parts) * growth * unity * freshness
    total = " + ".join(f"{weight:g}×{how}" for weight, amount, how in parts if amount)
    said = f"（{total}）× 增长{growth:.2f} × 同一事项{unity:.2f} × 时间衰减{freshness:.2f} = {value:.1f}"
    return Heat(round(value, 1), people, letters, urgent, likes, days, before, growth, unity, freshness, said)


def _growth(letters: int, before: int, by: HeatWeights) -> float:
    return min(by.growth_most, max(1.0, (letters + _STEADY) / (before + _STEADY)))


def _burst(group: Sequence[Letter], span: Span, by: HeatWeights) -> float:
    """Return how much denser the busiest stretch is than an even spread: growth where nothing before is known."""
    length = timedelta(days=span.days / by.stretches)
    times = sorted(letter.at for letter in group)
    busiest = max(sum(begin <= at < begin + length for at in times) for begin in times)
    return min(by.growth_most, max(1.0, (busiest + _STEADY) / (len(times) / by.stretches + _STEADY)))
