"""A small cast for tests of any room: one person per post, people of another unit, one of a sub-unit, a stranger."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.hashers import make_password

from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.people.actors import actors_of
from huiyin.people.models import Holding, User
from huiyin.units.models import Unit
from huiyin.units.tests.trees import AT, make_units

PASSWORD = "lighthouse-42"
_OTHERS = [
    ("other_handler", Post.UNIT_HANDLER, "west"),
    ("other_leader", Post.UNIT_LEADER, "west"),
    ("lower_handler", Post.UNIT_HANDLER, "office"),
    ("lower_leader", Post.UNIT_LEADER, "office"),
]


def make_cast(at: datetime = AT, units: Mapping[str, Unit] | None = None) -> dict[str, User]:
    """Return people by key: a post's value for its holder, unit posts in `units["bureau"]`.

    Besides: other_handler and other_leader in "west", lower_handler and lower_leader in "office" (below "bureau"),
    and a stranger without a post. All sign in with PASSWORD. Three statements, after those of the units.
    """
    units = units or make_units(at)
    seats = [(post.value, post, "bureau" if post in UNIT_POSTS else None) for post in Post]
    seats += [(key, post, place) for key, post, place in _OTHERS]
    cast = {key: User(username=key, name=f"{post.label}甲", password=_hashed()) for key, post, _ in seats}
    cast["stranger"] = User(username="stranger", name="路人甲", password=_hashed())
    User.objects.bulk_create(cast.values())
    Holding.objects.bulk_create(
        Holding(user=cast[key], post=post, unit=units[place] if place else None, since=at) for key, post, place in seats
    )
    return cast


def make_actors(cast: Mapping[str, User], at: datetime = AT) -> dict[str, Actor]:
    """Return the actors of a cast by the same keys, in one statement."""
    found = actors_of(cast.values(), at)
    return {key: found[user.pk] for key, user in cast.items()}


@lru_cache
def _hashed() -> str:
    return make_password(PASSWORD)
