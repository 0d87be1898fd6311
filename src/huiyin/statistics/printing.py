"""Figures as they are printed: digits and rounding of a rate are the rulebook's, a count has none."""

from fractions import Fraction
from typing import Any

from huiyin.measures.figures import Figure, Rounding
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.rates import RateDef


def printed(figure: Figure, book: Rulebook) -> str:
    """Return the text of a figure: "12,167", "94.99%", a dash where there is nothing to divide by."""
    return figure.text(*_digits(figure, book))


def printed_value(measure: Measure | Rate, value: int | Fraction | None, scope: Scope) -> str:
    """Return the text of a value that a measure has somewhere, as that of its figure."""
    return printed(_figure(measure, value, scope), scope.book)


def for_chart(measure: Measure | Rate, value: int | Fraction | None) -> int | float | None:
    """Return such a value as a number for a program."""
    return as_json(_figure(measure, value, Scope()))


def _figure(measure: Measure | Rate, value: int | Fraction | None, scope: Scope) -> Figure:
    return Figure(measure.name, measure.label, measure.definition, measure.unit, scope, value, None)


def as_json(figure: Figure) -> int | float | None:
    """Return the figure for a program: a count as it is, a rate in per cent to two digits, None for no figure."""
    number = figure.number()
    if number is None:
        return None
    return int(number) if isinstance(figure.value, int) else float(number)


def all_as_json(figures: dict[str, Figure]) -> dict[str, Any]:
    """Return all figures by the names of their measures."""
    return {name: as_json(one) for name, one in figures.items()}


def _digits(figure: Figure, book: Rulebook) -> tuple[int, Rounding]:
    defined = next((rate for rate in book.rates if _is_of(rate, figure.name)), None)
    return (defined.decimals, defined.rounding) if defined else (2, "half_up")


def _is_of(rate: RateDef, name: str) -> bool:
    return name in {rate.measure, f"{rate.name}.of_{rate.denominator}"}
