"""Who may take a move of a call-back or of an objection."""

from huiyin.callbacks.facts import CallbackFacts, ObjectionFacts
from huiyin.cases.who import INTAKE_POSTS, centre, either, in_its_centre, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

CALLERS = (Post.CALLBACK_AGENT,)
JUDGES = (Post.SUPERVISOR, Post.AUDITOR)
DECIDERS = (Post.SUPERVISOR, Post.DIRECTOR)
HEARERS = (*INTAKE_POSTS, Post.CALLBACK_AGENT, Post.DIRECTOR)
READERS = frozenset({*CALLERS, *JUDGES, Post.SHIFT_LEAD, Post.DIRECTOR})
"""Posts that see the call-backs; of a unit nobody does but for its own line."""

caller = centre(*CALLERS)
"""The call-back agent."""

__all__ = [
    "CALLERS", "DECIDERS", "HEARERS", "JUDGES", "READERS", "caller", "caller_in_hand", "decider", "hears_objections",
    "platform", "second_person",
]  # fmt: skip


hears_objections = either(centre(*INTAKE_POSTS, Post.CALLBACK_AGENT), platform)
"""Who hears people, and the platform for what people write themselves."""


def caller_in_hand(actor: Actor, facts: CallbackFacts) -> bool:
    """The call-back agent, unless a colleague is talking with the petitioner just now."""
    taken = facts.taken_until is not None and facts.taken_until > facts.at and facts.taken_by != actor.user_id
    return caller(actor, facts) and not taken


def second_person(actor: Actor, facts: CallbackFacts) -> bool:
    """A supervisor or auditor who neither passed the reply nor took the call."""
    own = actor.user_id in {facts.reached_by, facts.case.audited_by}
    return in_its_centre(actor, facts, *JUDGES, Post.DIRECTOR) and not own


def decider(actor: Actor, facts: ObjectionFacts) -> bool:
    """Who may open a case again, but for the one who passed the answer to which is objected."""
    return in_its_centre(actor, facts, *DECIDERS) and actor.user_id != facts.case.audited_by
