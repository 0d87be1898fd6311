"""Who may take a move of a recheck, and who sees rechecks."""

from huiyin.cases.who import LEADERS, centre, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.rechecks.facts import RecheckFacts

KEEPERS = (Post.SUPERVISOR, Post.DIRECTOR)
"""Who draws, assigns and decides what follows."""

OVERSEERS = frozenset({*KEEPERS, Post.ASSESSOR, *LEADERS})
"""Who sees all rechecks and what they found."""

READERS = frozenset({*OVERSEERS, Post.SHIFT_LEAD, Post.CALLBACK_AGENT})
"""Who opens the pages: the overseers, and whoever may have to check. Nobody of a unit does."""

keeper = centre(Post.SUPERVISOR)

__all__ = ["KEEPERS", "OVERSEERS", "READERS", "checker", "decider", "keeper", "platform"]


def checker(actor: Actor, facts: RecheckFacts) -> bool:
    """The one to whom it is assigned."""
    return actor.user_id == facts.checker


def decider(actor: Actor, facts: RecheckFacts) -> bool:
    """A supervisor or the director, but neither who checked it nor who passed the reply."""
    return actor.holds(*KEEPERS) and actor.user_id not in {facts.checker, facts.case.audited_by}
