"""Amounts as people type them: "210", "3,000", "1.5". Plain Python."""

from decimal import Decimal, InvalidOperation

from huiyin.incidents.models import SCALE

LARGEST = 10**12


def scaled(text: str) -> int | None:
    """Return the amount in thousandths, None for what is no amount above nothing with at most three decimals."""
    plain = (
        text.strip()
        .translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,"))
        .replace(",", "")
        .replace(" ", "")
    )
    try:
        value = Decimal(plain) * SCALE
    except InvalidOperation:
        return None
    if not value.is_finite() or value != int(value) or not 0 < value < LARGEST:
        return None
    return int(value)


def shown(amount: int) -> str:
    """Return thousandths as they are printed: "3,000", "1.5"."""
    whole, rest = divmod(amount, SCALE)
    return f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "")
