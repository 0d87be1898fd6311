"""Within what a rate of few cases may truly lie: Wilson's interval, in decimal arithmetic."""

from decimal import ROUND_HALF_UP, Context, Decimal

NORMAL_95 = Decimal("1.959963984540054")
"""Two sides of the normal distribution that leave 95 % between them."""

_EXACT = Context(prec=40)


def wilson(numerator: int, denominator: int) -> tuple[Decimal, Decimal]:
    """Return the 95 % interval of a rate in per cent, to one digit. Raises ValueError without a denominator."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no rate")
    n, z2 = Decimal(denominator), _EXACT.multiply(NORMAL_95, NORMAL_95)
    p = _EXACT.divide(Decimal(numerator), n)
    spread = _EXACT.add(_EXACT.divide(_EXACT.multiply(p, 1 - p), n), _EXACT.divide(z2, 4 * n * n))
    half = _EXACT.multiply(NORMAL_95, _EXACT.sqrt(spread))
    middle, whole = _EXACT.add(p, _EXACT.divide(z2, 2 * n)), _EXACT.add(1, _EXACT.divide(z2, n))
    low, high = (_EXACT.divide(edge, whole) for edge in (_EXACT.subtract(middle, half), _EXACT.add(middle, half)))
    return _percent(max(low, Decimal(0))), _percent(min(high, Decimal(1)))


def interval_text(numerator: int, denominator: int | None, few: int) -> str:
    """Return the interval as it is printed, empty where there are cases enough or none."""
    # A measure may count above what it is divided by (a share answered in the period and due in another): no rate then.
    if not denominator or denominator >= few or not 0 <= numerator <= denominator:
        return ""
    low, high = wilson(numerator, denominator)
    return f"{low}%～{high}%"


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
