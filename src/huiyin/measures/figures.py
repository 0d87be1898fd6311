"""A figure: the number, what it means, and the rows behind it, so that every printed number opens its list."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Self

from huiyin.measures.kinds import Counts, Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

Rounding = Literal["half_up", "truncate"]

NOTHING = "—"
"""What is printed where there is nothing to divide by: never 0 %, never 100 %."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact number with its way back. A rate of 97 % has the value Fraction(97, 100), and both of its parts.

    `rows` of a rate are those of its numerator. `value` is None where a rate has nothing to divide by.
    """

    name: str
    label: str
    definition: str
    unit: str
    scope: Scope
    value: int | Fraction | None
    rows: Any = field(repr=False, compare=False)
    counts: Counts | None = None
    numerator: Self | None = None
    denominator: Self | None = None

    def number(self, digits: int = 2, rounding: Rounding = "half_up") -> Decimal | None:
        """Return the value as it is printed, a percentage times 100. Whole counts have no digits behind the point."""
        if self.value is None or isinstance(self.value, int):
            return None if self.value is None else Decimal(self.value)
        return rounded(self.value * 100 if self.unit == "%" else self.value, digits, rounding)

    def text(self, digits: int = 2, rounding: Rounding = "half_up") -> str:
        """Return what stands on the page: "12,167", "94.99%", or a dash."""
        number = self.number(digits, rounding)
        if number is None:
            return NOTHING
        return f"{number:,}%" if self.unit == "%" else f"{number:,}"


def figure(registry: Registry, name: str, scope: Scope) -> Figure:
    """Count one measure or rate over a scope. Raises UnknownMeasure."""
    asked = registry.get(name)
    if isinstance(asked, Rate):
        return _rate(asked, figure(registry, asked.numerator, scope), figure(registry, asked.denominator, scope))
    return _count(asked, scope)


def figures(registry: Registry, scope: Scope) -> dict[str, Figure]:
    """Count everything in a registry over a scope, in its order; what several rates share is counted once."""
    counted = {one.name: _count(one, scope) for one in registry if isinstance(one, Measure)}
    rates = {
        one.name: _rate(one, counted[one.numerator], counted[one.denominator])
        for one in registry
        if isinstance(one, Rate)
    }
    return {one.name: counted.get(one.name) or rates[one.name] for one in registry}


def rounded(value: Fraction | int, digits: int, rounding: Rounding) -> Decimal:
    """Return the exact value with `digits` behind the point, half away from zero or cut off."""
    tenth = 10**digits
    scaled = abs(Fraction(value)) * tenth
    whole = int(scaled + Fraction(1, 2)) if rounding == "half_up" else int(scaled)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def _count(measure: Measure, scope: Scope) -> Figure:
    rows = measure.rows(scope)
    value = measure.value(rows) if measure.value else rows.count()
    return Figure(measure.name, measure.label, measure.definition, measure.unit, scope, value, rows, measure.counts)


def _rate(rate: Rate, above: Figure, below: Figure) -> Figure:
    value = Fraction(above.value) / below.value if below.value and above.value is not None else None
    return Figure(
        rate.name, rate.label, rate.definition, rate.unit, above.scope, value, above.rows, above.counts, above, below
    )
