"""Who drafts, reviews, approves, signs and reads: the posts of a kind are the rulebook's."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.instructions.who import PRESENTERS

OFFICE = frozenset({Post.EDITOR, Post.DIRECTOR, Post.SUPERVISOR, Post.SECTION_CHIEF})
LEADERS = frozenset({Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER, Post.LEADER_SECRETARY})
UNITS = frozenset({Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD})
PAGE_READERS = OFFICE | LEADERS | UNITS
"""Posts that open the list of papers; what each finds there is asked row by row."""


def drafter(actor: Actor, facts: Any) -> bool:
    """规则簿规定起草这一种公文的岗位"""
    return actor.is_platform or actor.holds(*facts.drafters)


def reviewer(actor: Actor, facts: Any) -> bool:
    """规则簿规定审核这一种公文的岗位，不能是起草的人"""
    return actor.holds(*facts.reviewers) and actor.user_id != facts.written_by


def approver(actor: Actor, facts: Any) -> bool:
    """规则簿规定审批这一种公文的岗位"""
    return actor.holds(*facts.approvers)


def signer(actor: Actor, facts: Any) -> bool:
    """规则簿规定签发这一种公文的岗位"""
    return actor.holds(*facts.signers)


def judge(actor: Actor, facts: Any) -> bool:
    """正轮到的人：审核中为审核的岗位，待审批为审批的岗位，待签发为签发的岗位"""
    turn = {"in_review": reviewer, "to_approve": approver, "approved": signer}.get(facts.state)
    return turn is not None and turn(actor, facts)


def sender(actor: Actor, facts: Any) -> bool:
    """起草或签发这一种公文的岗位"""
    return actor.is_platform or actor.holds(*facts.drafters, *facts.signers)


def reader(actor: Actor, facts: Any) -> bool:
    """名单上还没有阅读的人，或名单上单位、岗位的人"""
    own = {actor.user_id, *actor.unit_ids} | ({actor.acting_for} if actor.acting_for else set())
    return bool(own & facts.waiting) or any(str(seat.post) in facts.waiting_posts for seat in actor.seats)


def presenter(actor: Actor, facts: Any) -> bool:
    """呈领导阅示的岗位"""
    return actor.holds(*PRESENTERS)
