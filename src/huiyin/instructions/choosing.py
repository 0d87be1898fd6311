"""What can be chosen in the forms of instructions."""

from datetime import datetime
from typing import Any

from huiyin.cases.choosing import unit_pairs
from huiyin.flow.times import local_day
from huiyin.instructions.giving import units_to_give_to
from huiyin.instructions.queries import leaders_on, title_of
from huiyin.moves.place import Asking, Pairs
from huiyin.rulebook.book import Rulebook
from huiyin.units.models import Unit


def leader_pairs(book: Rulebook, at: datetime, but: Any = None, centre: Unit | None = None) -> list[tuple[str, str]]:
    """Return the leaders of the city, or of a unit with a line, by post and name, the highest first."""
    found = leaders_on(book, at, centre.pk if centre else None)
    return [(str(user.pk), f"{title_of(post, book, centre)} {user.name}") for user, post in found if user.pk != but]


def other_leaders(asking: Asking) -> Pairs:
    """Return the leaders to whom a paper can be passed on."""
    return leader_pairs(asking.book, asking.at, asking.row.leader_id, asking.row.centre)


def units(asking: Asking) -> Pairs:
    """Return the units to which it can be given."""
    return unit_pairs(units_to_give_to(asking.row, local_day(asking.at)))
