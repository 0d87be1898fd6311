"""Who enters and who reads: the rulebook says the posts; a unit has its own entries and those of the units below it."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.registers import Register

URGERS = (Post.SUPERVISOR, Post.ASSESSOR, Post.EDITOR, Post.DIRECTOR)
"""Who in the centre urges what is due; a unit urges those below it."""


def writer(actor: Actor, facts: Any) -> bool:
    """台账规定的登记岗位：中心的登记各单位的，单位的登记本单位和下级单位的"""
    return writes_at(actor, facts.register, facts.unit_path)


def clearing_asker(actor: Actor, facts: Any) -> bool:
    """台账规定的申请销号岗位；单位的岗位申请本单位和下级单位的"""
    clearing = facts.register.clearing
    return clearing is not None and _reaches(actor, facts.register, clearing.asks, facts.unit_path)


def attacher(actor: Actor, facts: Any) -> bool:
    """台账的登记岗位；销号的台账还有申请销号的岗位，为整改情况添加证明材料"""
    return writer(actor, facts) or clearing_asker(actor, facts)


def clearing_approver(actor: Actor, facts: Any) -> bool:
    """台账规定的审批销号岗位，但不是申请销号的人"""
    clearing = facts.register.clearing
    if clearing is None or actor.user_id == facts.asked_by:
        return False
    return _reaches(actor, facts.register, clearing.approves, facts.unit_path)


def writes_at(actor: Actor, register: Register, unit_path: str) -> bool:
    """Whether the actor enters for the unit at this place; without a place, of a register that knows no units."""
    return _reaches(actor, register, register.enter, unit_path)


def may_open(actor: Actor, register: Register) -> bool:
    """Whether the actor opens the register at all."""
    return actor.is_platform or actor.holds(*register.readers)


def may_enter(actor: Actor, register: Register) -> bool:
    """Whether the actor enters anything into the register."""
    return actor.is_platform or actor.holds(*register.enter)


def sees_all(actor: Actor, register: Register) -> bool:
    """Whether the actor sees the entries of all units."""
    posts = register.readers if not register.of_unit else tuple(set(register.readers) - UNIT_POSTS)
    return actor.is_platform or actor.holds(*posts)


def enters_for_all(actor: Actor, register: Register) -> bool:
    """Whether the actor enters for every unit."""
    return actor.is_platform or actor.holds(*(set(register.enter) - UNIT_POSTS))


def own_paths(actor: Actor, posts: tuple[Post, ...]) -> list[str]:
    """Return the places of the units in which the actor holds one of these posts of a unit."""
    return sorted({s.unit_path for s in actor.seats if s.unit_path and s.post in UNIT_POSTS and s.post in posts})


def _reaches(actor: Actor, register: Register, posts: tuple[Post, ...], unit_path: str) -> bool:
    if actor.is_platform or actor.holds(*(set(posts) - UNIT_POSTS)):
        return True
    if not register.of_unit:
        return actor.holds(*posts)
    return bool(unit_path) and any(unit_path.startswith(path) for path in own_paths(actor, posts))
