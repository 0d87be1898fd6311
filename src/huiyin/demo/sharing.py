"""Parts that stay parts: numbers made smaller so that they still sum to the whole (largest remainder)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")


def rounded(value: Fraction) -> int:
    """Return the whole number nearest to a value that is not negative, a half upwards."""
    return int(value + Fraction(1, 2))


def apportioned(parts: Mapping[Key, int | Fraction], total: int) -> dict[Key, int]:
    """Return whole parts in the same proportions that sum to `total`; of equal remainders the earlier part gains.

    Raises ValueError where there is something to give and nobody to get it.
    """
    whole = Fraction(sum(Fraction(part) for part in parts.values()))
    if whole == 0:
        if total:
            raise ValueError(f"nobody can be given {total}")
        return dict.fromkeys(parts, 0)
    exact = {key: Fraction(part) * total / whole for key, part in parts.items()}
    given = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: given[key] - exact[key])
    for key in by_remainder[: total - sum(given.values())]:
        given[key] += 1
    return given


def scaled(parts: Mapping[Key, int], scale: Fraction) -> dict[Key, int]:
    """Return the parts of a whole that is `scale` times as large, rounded once for all of them together."""
    return apportioned(parts, rounded(sum(parts.values()) * scale))


def spread(count: int, of: int) -> list[bool]:
    """Return `of` answers of which `count` are yes, as evenly as can be: the k-th of them where k/of passes a whole."""
    return [(place + 1) * count // of > place * count // of for place in range(of)]
