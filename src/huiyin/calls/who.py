"""Who looks at calls, who rings back, who is shown a caller's number."""

from huiyin.calls.facts import RingFacts
from huiyin.cases.who import LEADERS, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

OVERSEERS = frozenset({Post.SHIFT_LEAD, Post.SUPERVISOR, Post.ASSESSOR, Post.EDITOR, Post.DIRECTOR, *LEADERS})
"""Who sees every call, and the figures of calls."""

RINGERS = frozenset({Post.AGENT, Post.CALLBACK_AGENT, Post.SHIFT_LEAD, Post.DIRECTOR})
"""Posts that a rulebook may let ring back, with the director who may do what the centre's staff may."""

READERS = OVERSEERS | RINGERS
"""Who opens the pages; an agent sees the own calls, and those that nobody answered."""

KEEPERS = (Post.SHIFT_LEAD, Post.DIRECTOR)
"""Who hands calls in by the API, and says that somebody need not be rung back."""

__all__ = ["KEEPERS", "OVERSEERS", "READERS", "RINGERS", "keeper", "platform", "ringer"]


def ringer(actor: Actor, facts: RingFacts) -> bool:
    """规则簿规定回拨的岗位，以及中心主任；单位专线的，由专线员和单位领导"""
    # Few people do everything on the line of a unit: who takes its calls rings back, whichever post does so in the city.
    takes_calls = () if facts.centre is None else (Post.AGENT,)
    return actor.holds_for(facts.centre, *facts.ringers, *takes_calls, Post.DIRECTOR)


def keeper(actor: Actor, facts: RingFacts) -> bool:
    """班长、中心主任；单位专线的，由单位领导"""
    return actor.holds_for(facts.centre, *KEEPERS)
