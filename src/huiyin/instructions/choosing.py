"""What can be chosen in the forms of instructions."""

from datetime import datetime
from typing import Any

from huiyin.cases.choosing import unit_pairs
from huiyin.flow.times import local_day
from huiyin.instructions.giving import units_to_give_to
from huiyin.instructions.queries import leaders_on, title_of
from huiyin.moves.place import Asking, Pairs
from huiyin.rulebook.book import Rulebook


def leader_pairs(book: Rulebook, at: datetime, but: Any = None) -> list[tuple[str, str]]:
    """Return the leaders of the city by post and name, the highest first."""
    return [
        (str(user.pk), f"{title_of(post, book)} {user.name}") for user, post in leaders_on(book, at) if user.pk != but
    ]


def other_leaders(asking: Asking) -> Pairs:
    """Return the leaders to whom a paper can be passed on."""
    return leader_pairs(asking.book, asking.at, asking.row.leader_id)


def units(asking: Asking) -> Pairs:
    """Return the units to which it can be given."""
    return unit_pairs(units_to_give_to(asking.row, local_day(asking.at)))
