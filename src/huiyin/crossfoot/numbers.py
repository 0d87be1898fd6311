"""Numbers as they are printed: exact, with the decimals that stand on the paper."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

PERCENT = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)%?")
DIGITS_AT_MOST = 18
"""A figure of a report has no more; a longer one would only eat memory."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage as printed: "95", "98.5%"; its decimals say how it was rounded."""

    value: Decimal

    @property
    def digits(self) -> int:
        """How many digits stand behind the point."""
        return decimals(self.value)

    @property
    def unit(self) -> Fraction:
        """What the last digit is worth."""
        return Fraction(1, 10**self.digits)

    def __str__(self) -> str:
        return f"{plain(self.value)}%"


def percent(text: str) -> Percent | None:
    """Read a printed percentage, with or without its sign, None where it is none."""
    found = PERCENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Percent(Decimal(found[1])) if found else None


def usable(number: Decimal) -> bool:
    """Whether it is a number of a size that can stand in a paper."""
    if not number.is_finite():
        return False
    return abs(number.adjusted()) <= DIGITS_AT_MOST and decimals(number) <= DIGITS_AT_MOST


def decimals(number: Decimal) -> int:
    """Return how many digits are printed behind the point."""
    return max(0, -int(number.as_tuple().exponent))


def is_whole(number: Decimal) -> bool:
    """Whether it counts something: 12, and 12.0 too."""
    return number == number.to_integral_value()


def half_unit(number: Decimal) -> Fraction:
    """Return by how much a figure with decimals may have been rounded; a whole one is taken as counted."""
    return Fraction(1, 2 * 10 ** decimals(number)) if decimals(number) else Fraction(0)


def plain(number: Decimal | Fraction | int, digits: int = DIGITS_AT_MOST) -> str:
    """Return the number as printed, without thousands' marks; one that was computed has at most `digits` and no idle zeros."""
    if isinstance(number, Decimal):
        return f"{number:f}"
    exact = Fraction(number) * 10**digits
    shown = f"{Decimal(int(exact + Fraction(1, 2) if exact >= 0 else exact - Fraction(1, 2))).scaleb(-digits):f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"


def equals(exact: Fraction, digits: int) -> str:
    """Return "= 97%" or "≈ 97.002%": what a division gives, with more digits than were printed."""
    mark = "=" if (exact * 10**digits).denominator == 1 else "≈"
    return f"{mark} {plain(exact, digits)}%"


def half_up(exact: Fraction, digits: int) -> Fraction:
    """Return a value of zero or more, rounded at its last digit half up."""
    return Fraction(floor(exact * 10**digits + Fraction(1, 2)), 10**digits)


def cut(exact: Fraction, digits: int) -> Fraction:
    """Return a value of zero or more, cut off behind its last digit."""
    return Fraction(floor(exact * 10**digits), 10**digits)


def first_whole(at_least: Fraction) -> int:
    """Return the smallest whole number that is not below."""
    return ceil(at_least)
