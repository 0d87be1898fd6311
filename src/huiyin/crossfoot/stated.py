"""What a paper states: figures by name, and the relations in which they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from huiyin.crossfoot.findings import Rule
from huiyin.crossfoot.numbers import Percent

Rounding = Literal["half_up", "truncate"]


@dataclass(frozen=True, slots=True)
class Identity:
    """The whole is the sum of its parts.

    `complete`: they leave no rest. `stated`: the paper says that these are parts of this whole.
    """

    whole: str
    parts: tuple[str, ...]
    complete: bool = True
    stated: bool = True
    rule: Rule = Rule.IDENTITY

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it is about."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage as printed. Without a numerator any whole one will do; `mean` is a graded mean, which has none."""

    printed: Percent
    denominator: str
    numerator: str | None = None
    mean: bool = False
    rounding: Rounding | None = None
    """How the last digit was made, where that is laid down."""

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it is about."""
        return (self.numerator, self.denominator) if self.numerator else (self.denominator,)


@dataclass(frozen=True, slots=True)
class Same:
    """One figure that is printed in several places."""

    figures: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it is about."""
        return self.figures


@dataclass(frozen=True, slots=True)
class Bound:
    """The smaller may not exceed the larger."""

    smaller: str
    larger: str

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it is about."""
        return (self.smaller, self.larger)


@dataclass(frozen=True, slots=True)
class History:
    """The same figure in earlier periods, in any order.

    `counted` says whether it is a number of cases, which jumps by chance; None where nobody said so.
    """

    figure: str
    earlier: tuple[Decimal, ...]
    counted: bool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it is about."""
        return (self.figure,)


@dataclass(frozen=True, slots=True)
class Stated:
    """The figures of one paper and what is to be checked of them."""

    figures: Mapping[str, Decimal]
    identities: tuple[Identity, ...] = ()
    rates: tuple[Rate, ...] = ()
    sames: tuple[Same, ...] = ()
    bounds: tuple[Bound, ...] = ()
    histories: tuple[History, ...] = ()

    @property
    def relations(self) -> tuple[Identity | Rate | Same | Bound | History, ...]:
        """Everything that is to be checked."""
        return (*self.identities, *self.rates, *self.sames, *self.bounds, *self.histories)
