"""Drawing by lot so that anybody can repeat it: each case has a number of its own for a seed, the smallest are drawn.

Whether a case is drawn depends on nothing but the seed and the numbers of the cases; every case has the same chance.
Plain Python.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest


@dataclass(frozen=True, slots=True)
class Lots:
    """What was drawn of how many: `last` is the greatest lot that was drawn, `frame` is equal for the same cases."""

    drawn: tuple[str, ...]
    count: int
    last: str
    frame: str


def lot_of(seed: str, number: str) -> str:
    """Return the lot of one case."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def wanted(frame: int, share: float, at_least: int) -> int:
    """Return how many are drawn of so many: the share, rounded up at a half, at least the given number if there are so many."""
    of_share = int(Fraction(str(share)) * frame + Fraction(1, 2))
    return min(frame, max(of_share, at_least))


def draw(seed: str, numbers: Iterable[str], share: float, at_least: int) -> Lots:
    """Draw from the cases of these numbers."""
    frame = sorted(numbers)
    found = nsmallest(wanted(len(frame), share, at_least), ((lot_of(seed, one), one) for one in frame))
    digest = hashlib.sha256("\n".join(frame).encode()).hexdigest()
    return Lots(tuple(one for _, one in found), len(frame), found[-1][0] if found else "", digest)
