"""Who acts, in which posts, of which unit."""

from huiyin.flow.actor import CITIZEN, PLATFORM, Actor, Seat
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post

WATER, BUREAU = uuid7(), uuid7()
BOTH = Actor(
    uuid7(),
    "某某",
    frozenset([Seat(Post.UNIT_HANDLER, WATER, "0001."), Seat(Post.UNIT_HEAD, BUREAU, "0002."), Seat(Post.AGENT)]),
)


def test_a_post_is_held_in_its_own_unit_only() -> None:
    assert BOTH.holds_in(WATER, Post.UNIT_HANDLER)
    assert not BOTH.holds_in(BUREAU, Post.UNIT_HANDLER)
    assert not BOTH.holds_in(None, Post.UNIT_HANDLER)
    assert BOTH.holds(Post.UNIT_HEAD, Post.DIRECTOR)


def test_the_places_of_a_person_are_those_of_the_unit_posts() -> None:
    assert BOTH.unit_ids == {WATER, BUREAU}
    assert BOTH.unit_paths == {"0001.", "0002."}


def test_the_platform_is_nobody_in_particular_and_says_for_whom_it_speaks() -> None:
    assert PLATFORM.is_platform and CITIZEN.is_platform
    assert (PLATFORM.speaks_for, CITIZEN.speaks_for) == ("", "citizen")
    assert not PLATFORM.holds(*Post)


def test_every_post_is_of_a_unit_or_of_the_centre_and_has_a_word() -> None:
    assert set(Post) == UNIT_POSTS | CENTRE_POSTS
    assert not UNIT_POSTS & CENTRE_POSTS
    assert all(post.label for post in Post)
