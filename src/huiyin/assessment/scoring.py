"""The scheme engine: what each indicator adds or takes, the total, grade and rank. Plain Python, exact to the last digit.

Everything is a fraction until it is printed; the scheme says where something is rounded, and nowhere else it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from huiyin.assessment.wording import plain, told_of
from huiyin.measures.figures import rounded
from huiyin.rulebook.scheme import (
    OF_RATES,
    Bonus,
    Deduction,
    Floor,
    Indicator,
    Linear,
    Scheme,
    Threshold,
    Veto,
)

Value = Fraction | None
"""A rate in per cent, or a count; None for a rate that has nothing to divide by."""


@dataclass(frozen=True)
class Given:
    """One unit with the values of the measures that the scheme looks at, by their names."""

    name: str
    values: Mapping[str, Value]
    group: str = ""


@dataclass(frozen=True)
class Line:
    """One indicator for one unit: its value, the points that it added or took, and the sum in words."""

    code: str
    label: str
    value: Value
    points: Fraction
    told: str
    alarm: str = ""
    is_rate: bool = True

    @property
    def lost(self) -> Fraction:
        """Points that were lost here, none where points were added."""
        return max(-self.points, Fraction(0))


@dataclass(frozen=True)
class Score:
    """What one unit got. `exact` is the total before it is rounded; `rank` None means that it is not ranked."""

    name: str
    group: str
    lines: tuple[Line, ...]
    exact: Fraction
    total: Decimal
    volume: int | None = None
    factor: Decimal = Decimal(1)
    band: str = ""
    vetoed: bool = False
    rank: int | None = None
    among: int = 0

    @property
    def alarms(self) -> tuple[str, ...]:
        """What the unit must correct."""
        return tuple(line.alarm for line in self.lines if line.alarm)


def scored(scheme: Scheme, given: Iterable[Given]) -> list[Score]:
    """Return the scores in the order in which the units were given, each with its rank."""
    return _ranked(scheme, [score_of(scheme, one) for one in given])


def score_of(scheme: Scheme, given: Given) -> Score:
    """Return the score of one unit, without a rank."""
    lines = _without_left_out(scheme, [line_of(scheme, one, given.values) for one in scheme.indicators])
    volume = given.values.get(scheme.volume) if scheme.volume else None
    base = Fraction(scheme.full) if scheme.total == "from_full" else Fraction(0)
    factor = _factor(scheme, volume)
    exact = _clamped(scheme, base + sum((line.points for line in lines), Fraction(0))) * Fraction(factor)
    vetoes = [one for one, line in zip(scheme.indicators, lines, strict=True) if isinstance(one, Veto) and line.alarm]
    for one in vetoes:
        exact = min(exact, Fraction(one.leaves))
    total = rounded(exact, scheme.decimals, scheme.rounding)
    return Score(
        given.name, given.group, tuple(lines), exact, total, None if volume is None else int(volume), factor,
        band_of(scheme, total), bool(vetoes),
    )  # fmt: skip


def band_of(scheme: Scheme, total: Decimal) -> str:
    """Return the label of the band in which a printed total lies, empty where the scheme has none."""
    return next((band.label for band in scheme.bands if total >= band.at_least), "")


def line_of(scheme: Scheme, one: Indicator, values: Mapping[str, Value]) -> Line:
    """Return what one indicator adds or takes. Raises KeyError where a measure was not given."""
    known = [values[name] for name in one.measures]
    if isinstance(one, OF_RATES):
        value = _mean([_as_used(scheme, rate) for rate in known if rate is not None])
        earned = _earned(one, value)
        full = Fraction(0) if isinstance(one, Floor) else Fraction(one.points)
        points = earned - full if scheme.total == "from_full" else earned
        alarm = one.alarm if isinstance(one, Floor) and not _holds(one, value) else ""
    else:
        value = sum((count for count in known if count is not None), Fraction(0))
        points = _for_events(one, value)
        alarm = f"一票否决：{one.label}" if isinstance(one, Veto) and value >= one.at else ""
    return Line(one.code, one.label, value, points, told_of(one, value, points), alarm, isinstance(one, OF_RATES))


def _as_used(scheme: Scheme, rate: Fraction) -> Fraction:
    if scheme.rate_decimals is None:
        return rate
    return Fraction(rounded(rate, scheme.rate_decimals, scheme.rounding))


def _mean(rates: Sequence[Fraction]) -> Value:
    return sum(rates, Fraction(0)) / len(rates) if rates else None


def _earned(one: Linear | Threshold | Floor, value: Value) -> Fraction:
    if isinstance(one, Floor):
        return Fraction(0)
    if value is None:
        return Fraction(0) if one.without == "zero" else Fraction(one.points)
    if isinstance(one, Linear):
        return Fraction(one.points) * value / 100
    return max(Fraction(one.points) - _shares_missing(one, value) * Fraction(one.minus), Fraction(0))


def _shares_missing(one: Threshold, value: Fraction) -> Fraction:
    missing = _missing(one, value) / Fraction(one.per)
    if one.parts == "exact":
        return missing
    return Fraction(floor(missing) if one.parts == "whole" else ceil(missing))


def _missing(one: Threshold | Floor, value: Fraction) -> Fraction:
    if one.at_least is not None:
        return max(Fraction(one.at_least) - value, Fraction(0))
    return max(value - Fraction(one.at_most or 0), Fraction(0))


def _holds(one: Floor, value: Value) -> bool:
    return value is None or not _missing(one, value)


def _for_events(one: Deduction | Bonus | Veto, count: Fraction) -> Fraction:
    if isinstance(one, Veto):
        return Fraction(0)
    free = one.free if isinstance(one, Deduction) else 0
    points = Fraction(one.each) * max(count - free, Fraction(0))
    if one.cap is not None:
        points = min(points, Fraction(one.cap))
    return points if isinstance(one, Bonus) else -points


def _without_left_out(scheme: Scheme, lines: list[Line]) -> list[Line]:
    """Return the lines with those left out at nothing, their points spread over what could be looked at."""
    kinds = list(zip(scheme.indicators, lines, strict=True))
    out = {
        line.code
        for one, line in kinds
        if isinstance(one, Linear | Threshold) and one.without == "left_out" and line.value is None
    }
    if not out:
        return lines
    weights = {one.code: Fraction(one.points) for one in scheme.indicators if isinstance(one, Linear | Threshold)}
    left = sum((weight for code, weight in weights.items() if code not in out), Fraction(0))
    if not left:
        return lines
    grown = sum(weights.values(), Fraction(0)) / left
    return [
        _spread(line, grown) if line.code in weights and line.code not in out else _left_out(line, out)
        for line in lines
    ]


def _spread(line: Line, grown: Fraction) -> Line:
    points = line.points * grown
    return replace(line, points=points, told=f"{line.told}，按比例放大为 {plain(points)}")


def _left_out(line: Line, out: set[str]) -> Line:
    return replace(line, points=Fraction(0), told="没有可计算的工单，本项不计") if line.code in out else line


def _factor(scheme: Scheme, volume: Value) -> Decimal:
    reached = [step.factor for step in scheme.volume_steps if volume is not None and volume >= step.at_least]
    return reached[-1] if reached else Decimal(1)


def _clamped(scheme: Scheme, exact: Fraction) -> Fraction:
    most = exact if scheme.highest is None else min(exact, Fraction(scheme.highest))
    return max(most, Fraction(scheme.lowest))


def _ranked(scheme: Scheme, scores: list[Score]) -> list[Score]:
    """Give each unit its rank among its peers; what is printed alike shares a rank."""
    groups: dict[str, list[Decimal]] = {}
    for one in scores:
        if _is_ranked(scheme, one):
            groups.setdefault(_peers(scheme, one), []).append(one.total)
    return [
        replace(one, rank=1 + sum(total > one.total for total in peers), among=len(peers))
        if _is_ranked(scheme, one)
        else one
        for one in scores
        for peers in [groups.get(_peers(scheme, one), [])]
    ]


def _peers(scheme: Scheme, one: Score) -> str:
    return one.group if scheme.ranked == "by_group" else ""


def _is_ranked(scheme: Scheme, one: Score) -> bool:
    return one.volume is None or one.volume >= scheme.minimum_volume
