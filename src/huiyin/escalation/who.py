"""Who proposes, decides, carries out, reads. Which posts decide about a rung is the rulebook's."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.posts import TASKS_ON_OWN_LINE, UNIT_POSTS, Post

KEEPERS = (Post.SUPERVISOR, Post.DIRECTOR)
"""Who proposes by hand, carries out, writes circulars and hand-overs, sets corrections."""

READERS = frozenset({
    *KEEPERS, Post.ASSESSOR, Post.SECTION_CHIEF, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER,
    Post.LEADER_SECRETARY, Post.AUDITOR, Post.DISPATCHER, Post.EDITOR,
})  # fmt: skip
"""Who of the centre reads everything of this room."""

SEES_HANDOVERS = frozenset({*KEEPERS, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER})
"""Who reads what is handed to the bodies that decide about people."""

UNIT_LEADERS = (Post.UNIT_LEADER, Post.UNIT_HEAD)
UNIT_WRITERS = (*UNIT_LEADERS, Post.UNIT_HANDLER, Post.LINE_CLERK)
"""Who writes the circulars of a unit to those below it."""

PAGE_READERS = READERS | UNIT_POSTS


def the_platform(actor: Actor, facts: Any) -> bool:
    """平台自动"""
    return actor.is_platform


def proposer(actor: Actor, facts: Any) -> bool:
    """平台自动提请；督办员、中心主任也可提请；单位自有专线的工单由专线员、本单位领导提请"""
    return actor.is_platform or actor.holds_for(facts.centre, *KEEPERS)


def orderer(actor: Actor, facts: Any) -> bool:
    """规则簿规定决定这一级的岗位；由系统直接下达的督办为平台；单位自有专线的工单由本单位领导决定"""
    return (actor.is_platform and facts.comes_by_itself) or actor.holds_for(facts.centre, *facts.orderers)


def revoker(actor: Actor, facts: Any) -> bool:
    """中心主任；单位自有专线的工单为本单位领导"""
    return actor.holds_for(facts.centre, Post.DIRECTOR)


def keeper(actor: Actor, facts: Any) -> bool:
    """督办员、中心主任"""
    return actor.holds(*KEEPERS)


def finisher(actor: Actor, facts: Any) -> bool:
    """督办员、中心主任和决定这一级的岗位；单位自有专线的工单为专线员、本单位领导"""
    return actor.is_platform or actor.holds_for(facts.centre, *KEEPERS, *facts.orderers)


def writer(actor: Actor, facts: Any) -> bool:
    """中心的通报：督办员、考核员、简报编辑、中心主任；单位的通报：本单位承办人、专线员、分管领导、主要领导"""
    if facts.owner is None:
        return actor.holds(*KEEPERS, Post.ASSESSOR, Post.EDITOR)
    return actor.holds_in(facts.owner, *UNIT_WRITERS)


def approver(actor: Actor, facts: Any) -> bool:
    """中心的通报：规则簿规定的审批岗位；单位的通报：本单位主要领导"""
    if facts.owner is None:
        return actor.holds(*facts.approvers)
    return actor.holds_in(facts.owner, Post.UNIT_HEAD)


def receiver(actor: Actor, facts: Any) -> bool:
    """收文单位的任一岗位"""
    return bool(facts.unread & actor.unit_ids)


def hander(actor: Actor, facts: Any) -> bool:
    """规则簿规定决定问责的岗位"""
    return actor.holds(*facts.handers)


def line_keeper(actor: Actor, facts: Any) -> bool:
    """单位自有专线：专线员、本单位领导"""
    return facts.centre is not None and actor.holds_for(facts.centre, *KEEPERS)


def deciders_in_words(posts: Collection[Post], centre: UUID | None) -> str:
    """Return who decides about a step, in words: on a unit's own line those of its people who do the work of these posts."""
    own = (post for post, tasks in TASKS_ON_OWN_LINE.items() if not tasks.isdisjoint(posts))
    return "、".join(post.label for post in (own if centre else posts))


def corrected(actor: Actor, facts: Any) -> bool:
    """被整改单位：承办人、分管领导、主要领导"""
    return actor.holds_in(facts.unit, *UNIT_LEADERS, Post.UNIT_HANDLER)


def urger(actor: Actor, facts: Any) -> bool:
    """督办员、中心主任；平台按规则自动催办"""
    return actor.is_platform or actor.holds(*KEEPERS)
