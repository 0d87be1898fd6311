"""Who may take a move of a call-back."""

from huiyin.callbacks.facts import CallbackFacts
from huiyin.cases.who import centre, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

CALLERS = (Post.CALLBACK_AGENT,)
JUDGES = (Post.SUPERVISOR, Post.AUDITOR)
READERS = frozenset({*CALLERS, *JUDGES, Post.SHIFT_LEAD, Post.DIRECTOR})
"""Posts that see the call-backs; nobody of a unit does."""

caller = centre(*CALLERS)
"""The call-back agent."""

__all__ = ["CALLERS", "JUDGES", "READERS", "caller", "caller_in_hand", "platform", "second_person"]


def caller_in_hand(actor: Actor, facts: CallbackFacts) -> bool:
    """The call-back agent, unless a colleague is talking with the petitioner just now."""
    taken = facts.taken_until is not None and facts.taken_until > facts.at and facts.taken_by != actor.user_id
    return caller(actor, facts) and not taken


def second_person(actor: Actor, facts: CallbackFacts) -> bool:
    """A supervisor or auditor who neither passed the reply nor took the call."""
    own = actor.user_id in {facts.reached_by, facts.case.audited_by}
    return actor.holds(*JUDGES, Post.DIRECTOR) and not own
