"""Who acts in the simulation: the people of the city by post, and those of each unit."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from huiyin.flow.actor import PLATFORM_ID, Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.people.actors import actors_of
from huiyin.people.models import User


class NobodyThere(LookupError):
    """Nobody holds the post that has to act; the message says which."""


class Cast:
    """The people with the posts that they hold at one moment, read in two statements."""

    def __init__(self, at: datetime) -> None:
        users = User.objects.filter(is_active=True).exclude(pk=PLATFORM_ID).order_by("username")
        self._centre: dict[Post, list[Actor]] = defaultdict(list)
        self._units: dict[tuple[UUID | None, Post], list[Actor]] = defaultdict(list)
        for actor in actors_of(users, at).values():
            for seat in sorted(actor.seats, key=lambda seat: (seat.post, seat.unit_path)):
                if seat.post in UNIT_POSTS:
                    self._units[seat.unit_id, seat.post].append(actor)
                else:
                    self._centre[seat.post].append(actor)

    def one(self, post: Post, rng: Random, *, but: Sequence[UUID | None] = ()) -> Actor:
        """Return somebody in a post of the centre, other than these. Raises NobodyThere."""
        able = [actor for actor in self._centre[post] if actor.user_id not in but]
        if not able:
            raise NobodyThere(f"中心没有{post.label}")
        return rng.choice(able)

    def of_unit(self, unit_id: UUID | None, *posts: Post) -> Actor:
        """Return somebody of a unit in the first of these posts that is filled. Raises NobodyThere."""
        for post in posts:
            if found := self._units.get((unit_id, post)):
                return found[0]
        raise NobodyThere(f"单位没有{posts[0].label}")

    def first(self, posts: Sequence[Post], unit_id: UUID | None, *, but: Sequence[UUID | None] = ()) -> Actor:
        """Return somebody in the first of these posts that is filled, in the unit where it is a unit's. Raises NobodyThere."""
        for post in posts:
            try:
                return self.of_unit(unit_id, post) if post in UNIT_POSTS else self.one(post, Random(0), but=but)
            except NobodyThere:
                continue
        raise NobodyThere(f"没有{'、'.join(post.label for post in posts)}")

    def works(self, unit_id: UUID) -> bool:
        """Whether the unit has somebody who handles cases."""
        return (unit_id, Post.UNIT_HANDLER) in self._units
