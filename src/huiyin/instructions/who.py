"""Who lays matters before leaders, who writes, enters, checks, gives to units, feeds back and accepts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from huiyin.cases.queries import SEES_ALL
from huiyin.cases.who import INTAKE_POSTS, LEADERS
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

PRESENTERS = (
    Post.SUPERVISOR, Post.EDITOR, Post.OPINION_CLERK, Post.REVIEWER, Post.DISPATCHER, Post.LEADER_SECRETARY,
    Post.DIRECTOR,
)  # fmt: skip
SECRETARIES = (Post.LEADER_SECRETARY,)
CHECKERS = (Post.LEADER_SECRETARY, Post.SUPERVISOR, Post.EDITOR, Post.DIRECTOR)
GIVERS = (Post.SUPERVISOR, Post.DISPATCHER, Post.LEADER_SECRETARY, Post.DIRECTOR)
OPENERS = (*INTAKE_POSTS, Post.DIRECTOR)
"""Who registers cases, so that an instruction can become many: the door of the cases asks the same."""
ANSWERERS = (Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)
READERS = SEES_ALL
"""Who of the centre reads the ledger of instructions: whoever sees every case."""
LINE_LEADERS = (Post.UNIT_HEAD, Post.UNIT_LEADER)
"""Posts whose written words are an instruction on the own line of their unit, the highest first."""

LINE_SECRETARIES = (Post.LINE_CLERK,)
"""Who is the office of these leaders: the clerk of the line, who brings their paper and accepts in their name."""


def presents_for(actor: Actor, centre: UUID | None) -> bool:
    """Whether the actor lays matters before the leaders of a centre: of the city, or of a unit's own line."""
    return actor.holds_for(centre, *PRESENTERS)


def enters_for(actor: Actor, centre: UUID | None) -> bool:
    """Whether the actor enters what the leaders of a centre wrote on paper."""
    return actor.holds_in(centre, *LINE_SECRETARIES) if centre else actor.holds(*SECRETARIES)


def opens_for(actor: Actor, centre: UUID | None) -> bool:
    """Whether the actor registers cases for a centre, so that an instruction can become many."""
    return actor.holds_for(centre, *OPENERS)


def for_whom(actor: Actor, may: Callable[[Actor, UUID | None], bool], wanted: UUID | None = None) -> UUID | None:
    """Return for which centre the actor does this: the city (None), else the own line, of several the one that is wanted."""
    if may(actor, None):
        return None
    lines = sorted((line for line in actor.own_centres if may(actor, line)), key=str)
    return wanted if wanted in lines else next(iter(lines), None)


def does_anywhere(actor: Actor, may: Callable[[Actor, UUID | None], bool]) -> bool:
    """Whether the actor does this for the city, or for an own line."""
    return may(actor, None) or any(may(actor, line) for line in actor.own_centres)


def presenter(actor: Actor, facts: Any) -> bool:
    """中心：督办员、简报编辑、舆情专员、审核员、派单员、秘书、中心主任；单位自有专线：专线员、本单位领导"""
    return presents_for(actor, facts.centre)


def the_leader(actor: Actor, facts: Any) -> bool:
    """这位领导本人，或受其委托代理的人"""
    post = Post(facts.leader_post)
    if not (actor.holds_in(facts.centre, post) if facts.centre else actor.holds(post)):
        return False
    return facts.leader is None or facts.leader in {actor.user_id, actor.acting_for}


def secretary(actor: Actor, facts: Any) -> bool:
    """秘书：录入纸质批示；单位自有专线：专线员"""
    return enters_for(actor, facts.centre)


def second_person(actor: Actor, facts: Any) -> bool:
    """秘书、督办员、简报编辑、中心主任；单位自有专线：专线员、本单位领导；不能是录入的人"""
    return actor.holds_for(facts.centre, *CHECKERS) and actor.user_id != facts.entered_by


def giver(actor: Actor, facts: Any) -> bool:
    """中心：督办员、派单员、秘书、中心主任；单位自有专线：专线员、本单位领导"""
    return actor.holds_for(facts.centre, *GIVERS)


def opener(actor: Actor, facts: Any) -> bool:
    """登记工单的人：话务员、班长、舆情专员、企业投诉专员、中心主任；单位自有专线：专线员、本单位领导"""
    return opens_for(actor, facts.centre)


def leaders_office(actor: Actor, facts: Any) -> bool:
    """领导本人，或秘书；单位自有专线：专线员"""
    return secretary(actor, facts) or the_leader(actor, facts)


def answerer(actor: Actor, facts: Any) -> bool:
    """承办单位：承办人、分管领导、主要领导"""
    return actor.holds_in(facts.unit, *ANSWERERS)


def feeds_back(actor: Actor) -> bool:
    """Whether the actor is one of those who feed back for a unit; a colleague on duty or on its line only sees what is owed."""
    return actor.holds(*ANSWERERS)


def platform(actor: Actor, facts: Any) -> bool:
    """平台"""
    return actor.is_platform


def reads_ledger(actor: Actor) -> bool:
    """Whether the actor reads a ledger of instructions: the city's, or that of the own line."""
    return actor.holds(*READERS) or bool(actor.own_centres)


def leads_the_city(actor: Actor) -> bool:
    """Whether the actor holds, or stands in for who holds, a post of the city whose words are instructions."""
    return actor.holds(*LEADERS)


def is_leader(actor: Actor) -> bool:
    """Whether the actor's words are instructions: for the city, or on the own line of the unit that he leads."""
    return leads_the_city(actor) or any(seat.has_line and seat.post in LINE_LEADERS for seat in actor.seats)
