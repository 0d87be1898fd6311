"""Who rings, who sees test calls, and who explains a missed one."""

from huiyin.cases.who import LEADERS, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.linetests.facts import LineFacts

KEEPERS = (Post.SUPERVISOR, Post.DIRECTOR)
"""Who draws up a round and takes back a result."""

OVERSEERS = frozenset({*KEEPERS, Post.ASSESSOR, *LEADERS})
CALLERS = frozenset({Post.SHIFT_LEAD, Post.SUPERVISOR, Post.ASSESSOR, Post.AGENT, Post.DIRECTOR})
"""Posts that a rulebook may let ring, with the director who may do what the centre's staff may."""

READERS = OVERSEERS | CALLERS | UNIT_POSTS
"""Who opens the pages; a unit sees its own calls, and only those that are over."""

__all__ = ["CALLERS", "KEEPERS", "OVERSEERS", "READERS", "explainer", "platform", "second_person", "tester"]


def tester(actor: Actor, facts: LineFacts) -> bool:
    """规则簿规定可以拨测的岗位，以及中心主任"""
    return actor.holds(*facts.testers, Post.DIRECTOR)


def explainer(actor: Actor, facts: LineFacts) -> bool:
    """被拨测单位的人员，或其上级单位的"""
    return any(facts.unit_path.startswith(place) for place in actor.unit_paths)


def second_person(actor: Actor, facts: LineFacts) -> bool:
    """督办员、中心主任，但不是拨测的人"""
    return actor.holds(*KEEPERS) and actor.user_id != facts.tester
