"""Who acts: a person in the posts held at this moment, or the platform itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from huiyin.flow.posts import TASKS_ON_OWN_LINE, UNIT_POSTS, Post

PLATFORM_ID = UUID("00000000-0000-7000-8000-000000000001")
"""The id of the platform's own user (平台), as which the clock and automatic moves act."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One post of a person; `unit_path` is the unit's place in the tree ("0001.0004."), empty in the centre.

    `has_line` says that the unit has a line of its own (区长专线), and is the centre for what it takes in there.
    """

    post: Post
    unit_id: UUID | None = None
    unit_path: str = ""
    has_line: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, with every post held now; `acting_for` names whom a dated authority stands in for.

    `speaks_for` is said by the platform alone: for whom it acts who has no account, such as "citizen".
    """

    user_id: UUID
    name: str
    seats: frozenset[Seat] = field(default_factory=frozenset)
    acting_for: UUID | None = None
    speaks_for: str = ""

    @property
    def is_platform(self) -> bool:
        """Whether the software itself acts: the clock, or a move that follows from another."""
        return self.user_id == PLATFORM_ID

    def holds(self, *posts: Post) -> bool:
        """Whether one of these posts is held, anywhere."""
        return any(seat.post in posts for seat in self.seats)

    def holds_in(self, unit_id: UUID | None, *posts: Post) -> bool:
        """Whether one of these posts is held in exactly this unit."""
        return unit_id is not None and any(s.unit_id == unit_id and s.post in posts for s in self.seats)

    def holds_for(self, centre: UUID | None, *posts: Post) -> bool:
        """Whether one of these posts is held in the centre that a case belongs to.

        That is the city's own (None), or a unit with a line of its own, whose few people do there what many do here.
        """
        if centre is None:
            return self.holds(*posts)
        return any(s.unit_id == centre and _does(s.post, posts) for s in self.seats)

    def holds_on_own_line(self, *posts: Post) -> bool:
        """Whether the work of one of these posts is done on the line of an own unit."""
        return any(s.has_line and _does(s.post, posts) for s in self.seats)

    @property
    def own_centres(self) -> frozenset[UUID]:
        """The units whose own line is in this person's hands, or under this person's eyes as its leader."""
        return frozenset(s.unit_id for s in self.seats if s.has_line and s.unit_id and s.post in TASKS_ON_OWN_LINE)

    @property
    def line(self) -> UUID | None:
        """The unit for whose own line somebody takes calls: None for who hears people for the city."""
        return min(
            (s.unit_id for s in self.seats if s.has_line and s.unit_id and s.post == Post.LINE_CLERK), default=None
        )

    @property
    def unit_paths(self) -> frozenset[str]:
        """The places in the tree of all units in which a unit post is held."""
        return frozenset(s.unit_path for s in self.seats if s.post in UNIT_POSTS and s.unit_path)

    @property
    def unit_ids(self) -> frozenset[UUID]:
        """The units in which a unit post is held."""
        return frozenset(s.unit_id for s in self.seats if s.post in UNIT_POSTS and s.unit_id)


def _does(post: Post, wanted: Iterable[Post]) -> bool:
    return not TASKS_ON_OWN_LINE.get(post, frozenset[Post]()).isdisjoint(wanted)


PLATFORM = Actor(user_id=PLATFORM_ID, name="平台")

CITIZEN = Actor(user_id=PLATFORM_ID, name="诉求人", speaks_for="citizen")
"""The platform, handing on what a petitioner submits alone; such an event carries "citizen" in the place of a post."""
