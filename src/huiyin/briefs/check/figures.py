"""A figure of a paper as the check sees it: what was counted, over what, and how it was in earlier papers."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from huiyin.crossfoot.numbers import Percent, is_whole, percent
from huiyin.crossfoot.stated import Rounding
from huiyin.documents.words import NUMBER
from huiyin.measures.figures import rounded

Whole = tuple[tuple[str, str], ...]
"""A scope as it can be compared: the parts of its address in order."""


@dataclass(frozen=True, slots=True)
class Half:
    """What a share is made of: a numerator or a denominator."""

    label: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Frozen:
    """The same measure in an earlier paper that was signed: "《…简报》第3期"."""

    paper: str
    text: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """One figure. `value` is exact, None where there was nothing to divide by; a rate of 97 % has 97/100.

    `numerator` and `denominator` are there where it is a share. `before` are its values in earlier periods, `frozen` what
    papers that were signed say of the very same period. A figure from outside has a source, no measure and no scope.
    """

    key: str
    label: str
    text: str
    measure: str = ""
    form: str = "value"
    unit: str = ""
    scope: Whole = ()
    value: Fraction | None = None
    numerator: Half | None = None
    denominator: Half | None = None
    rounding: Rounding = "half_up"
    before: tuple[Fraction, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    source: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it is a number of something, not a rate and not a comparison."""
        return self.form == "value" and self.unit != "%" and not self.source and self.value is not None

    @property
    def is_rate(self) -> bool:
        """Whether it is printed in per cent of a whole."""
        return self.denominator is not None and self.numerator is not None and self.value is not None


def scope_of(parts: Mapping[str, Any]) -> Whole:
    """Return the parts of a scope in their order."""
    return tuple(sorted((str(name), str(value)) for name, value in parts.items()))


def by_key(figures: Iterable[PaperFigure]) -> dict[str, PaperFigure]:
    """Return figures by their keys."""
    return {figure.key: figure for figure in figures}


def number_of(text: str) -> Decimal | None:
    """Return the number that a text is, without thousands' marks and sign of per cent; None for words."""
    found = NUMBER.fullmatch(text.strip().removeprefix("-"))
    if not found:
        return None
    digits = text.strip().rstrip("%％‰").strip().replace(",", "").replace("，", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def as_digits(text: str) -> str:
    """Return a printed figure so that two are alike if they say the same: an editor may write 12167 for 12,167."""
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def percent_of(text: str) -> Percent | None:
    """Return a percentage as it is printed."""
    return percent(text) if is_percent(text) else None


def is_percent(text: str) -> bool:
    """Whether a text is printed with the sign of per cent."""
    return text.rstrip().endswith(("%", "％"))


def printed_number(value: Fraction, unit: str) -> Decimal:
    """Return an exact value as a decimal number: a rate in per cent to two digits, anything else to four."""
    if unit != "%" and value.denominator == 1:
        return Decimal(value.numerator)
    digits = 2 if unit == "%" else 4
    number = rounded(value * 100 if unit == "%" else value, digits, "half_up")
    return number.to_integral_value() if is_whole(number) else number
