"""For which units a share, and the case with it, counts: each place in the tree into which it came from outside."""

from collections.abc import Iterator

from huiyin.cases.models.assignment import Role
from huiyin.cases.scoped import TAKEN_BACK
from huiyin.units.path import SEGMENT

CITY = ""
"""The place of the whole city: above all units."""


def places(path: str) -> Iterator[str]:
    """Give the whole city, each unit above and the unit itself: every place within which this path lies."""
    yield from (path[:end] for end in range(0, len(path) + 1, SEGMENT))


def entered(path: str, above: str | None) -> tuple[str, ...]:
    """Return the places into which a share came: those of its unit without those in which the share above it was already."""
    already = frozenset(places(above)) if above is not None else frozenset()
    return tuple(place for place in places(path) if place not in already)


def counts_for_case(role: str, state: str) -> bool:
    """Whether by this share its whole case counts for the unit: not by a joint one, nor by one taken back."""
    return role != Role.JOINT and state not in TAKEN_BACK


def is_place(path: str) -> bool:
    """Whether this is the path of a unit as units have it, or the city's."""
    return len(path) % SEGMENT == 0
