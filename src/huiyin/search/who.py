"""Who may search, and what is found by whom at all."""

from huiyin.cases.queries import SEES_ALL
from huiyin.cases.sight import REVEALERS
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post

SEARCHERS = frozenset({*SEES_ALL, *UNIT_POSTS})
"""Posts that see any case at all."""


def may_find_people(actor: Actor) -> bool:
    """Whether the actor may open identities in some case: to be told that a number fits is to know whose it is."""
    return actor.holds(*REVEALERS, Post.UNIT_HANDLER)
