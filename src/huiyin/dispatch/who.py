"""Who keeps which catalogue: the centre's dispatcher the city's, a unit's people their own."""

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.units.models import Unit

CENTRE_KEEPERS = frozenset({Post.DISPATCHER, Post.DIRECTOR})
READERS = CENTRE_KEEPERS | {Post.ADMIN}
"""Who reads the topics of the rulebook; nobody changes them there."""
UNIT_KEEPERS = frozenset({Post.UNIT_HANDLER, Post.UNIT_LEADER})


def keeps(actor: Actor, owner: Unit | None) -> bool:
    """Whether the actor may change the catalogue of this owner; without one it is the city's."""
    if owner is None:
        return actor.holds(*CENTRE_KEEPERS)
    return actor.holds_in(owner.pk, *UNIT_KEEPERS)
