"""Who supervises, who answers, who is sent, who calls a meeting; and who reads."""

from uuid import UUID

from huiyin.cases.queries import SEES_ALL
from huiyin.cases.who import centre, either, in_its_centre, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.supervision.facts import CheckFacts, OrderFacts

SUPERVISORS = (Post.SUPERVISOR, Post.DIRECTOR)
SENDERS = (Post.SUPERVISOR, Post.AUDITOR, Post.CALLBACK_AGENT)
GO_AND_SEE = (Post.SUPERVISOR, Post.AUDITOR, Post.CALLBACK_AGENT, Post.DISPATCHER, Post.ASSESSOR, Post.DIRECTOR)
"""Posts of the centre whose holders may be sent to verify something."""

ANSWERERS = (Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD)
READERS = SEES_ALL | UNIT_POSTS
"""Posts that open the pages of supervision at all; whose rows each sees, `queries` says."""

OVER_UNITS = (Post.UNIT_LEADER, Post.UNIT_HEAD, Post.LINE_CLERK)
"""Posts of a unit that supervise those below it."""

supervisor = centre(Post.SUPERVISOR)
"""The supervisor; of a unit that supervises those below it, its leaders and the clerk of its line."""

issuer = either(supervisor, platform)
"""The supervisor, and the platform where the rulebook lets it climb the ladder by itself."""


def sends_for(actor: Actor, line: UUID | None) -> bool:
    """Whether the actor sends somebody for a centre about its own cases: for the city (None), or for a unit's line."""
    return actor.holds_for(line, *SENDERS, Post.DIRECTOR)


def may_send(actor: Actor, line: UUID | None) -> bool:
    """Whether the actor sends somebody about a case: of the own centre, or for the city about one of a unit's line."""
    return sends_for(actor, line) or actor.holds(*SUPERVISORS)


def sender(actor: Actor, facts: CheckFacts) -> bool:
    """督办员、审件员、回访员、中心主任；单位自有专线的工单：专线员、本单位领导，市里派人核实的由督办员、中心主任"""
    if facts.line and facts.centre is None:
        return actor.holds(*SUPERVISORS)
    return sends_for(actor, facts.centre)


def answerer(actor: Actor, facts: OrderFacts) -> bool:
    """被督办单位的承办人、值班员、领导；督办其专线受理的工单的，也可由专线员"""
    if facts.unit is None:
        return False
    of_its_line = any(case.centre == facts.unit.id for case in facts.cases)
    return actor.holds_in(facts.unit.id, *ANSWERERS, *([Post.LINE_CLERK] if of_its_line else []))


def checker(actor: Actor, facts: CheckFacts) -> bool:
    """派出的核实人本人；中心主任可代为登记"""
    return actor.user_id == facts.checker or in_its_centre(actor, facts, Post.DIRECTOR)


def is_supervising(actor: Actor) -> bool:
    """Whether the actor supervises anybody: for the centre, or for a unit those below it."""
    return actor.is_platform or actor.holds(*SUPERVISORS, *OVER_UNITS)


__all__ = [
    "ANSWERERS", "GO_AND_SEE", "OVER_UNITS", "READERS", "SENDERS", "SUPERVISORS", "answerer", "checker",
    "is_supervising", "issuer", "may_send", "platform", "sender", "sends_for", "supervisor",
]  # fmt: skip
