"""Who assesses, who reads, who may claim."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post

KEEPERS = (Post.ASSESSOR, Post.DIRECTOR)
READERS = frozenset({
    *KEEPERS, Post.SUPERVISOR, Post.SECTION_CHIEF, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER,
    Post.LEADER_SECRETARY, Post.AUDITOR,
})  # fmt: skip
OWN_READERS = (Post.UNIT_LEADER, Post.UNIT_HEAD)
"""Who assesses the units below his own."""

CLAIMANTS = (Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)
PAGE_READERS = READERS | UNIT_POSTS


def assessor(actor: Actor, facts: Any) -> bool:
    """中心：考核员、中心主任；单位自己的考核：本单位领导"""
    if facts.owner is None:
        return actor.holds(*KEEPERS)
    return actor.holds_in(facts.owner, *OWN_READERS)


def publisher(actor: Actor, facts: Any) -> bool:
    """中心主任；单位自己的考核：单位主要领导"""
    if facts.owner is None:
        return actor.holds(Post.DIRECTOR)
    return actor.holds_in(facts.owner, Post.UNIT_HEAD)


def claimant(actor: Actor, facts: Any) -> bool:
    """承办单位：承办人、分管领导、主要领导"""
    return actor.holds_in(facts.unit, *CLAIMANTS)


def reviewer(actor: Actor, facts: Any) -> bool:
    """初审人：中心考核员、督办员、中心主任；单位自己的考核由该单位领导"""
    if facts.owner is None:
        return actor.holds(*KEEPERS, Post.SUPERVISOR)
    return actor.holds_in(facts.owner, *OWN_READERS)


def second_reviewer(actor: Actor, facts: Any) -> bool:
    """复核人：中心考核员、中心主任，不能是初审人；单位自己的考核由该单位领导"""
    if actor.user_id == facts.reviewed_by:
        return False
    if facts.owner is None:
        return actor.holds(*KEEPERS)
    return actor.holds_in(facts.owner, *OWN_READERS)
