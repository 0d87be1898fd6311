"""Who does what in an incident: the rulebook names who commands and who starts; a unit has its own tasks and entries."""

from typing import Any

from django.conf import settings

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post
from huiyin.rulebook.incidents import Incidents
from huiyin.rulebook.shelf import book_for

READERS = CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}
"""Who in the centre reads incidents; a unit reads those in which it has a task."""

OPENERS = READERS | UNIT_POSTS

AT_THE_COUNTER = (
    Post.AGENT, Post.SHIFT_LEAD, Post.OPINION_CLERK, Post.ENTERPRISE_CLERK, Post.REVIEWER, Post.DIRECTOR,
)  # fmt: skip
"""Who hears people, and so answers from an incident."""

GATHERERS = (*AT_THE_COUNTER, Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR, Post.CALLBACK_AGENT)
"""Who says that a case belongs to an incident."""


def law() -> Incidents:
    """Return what the rulebook of today says of incidents."""
    return book_for(settings.CITY, times.local_day(times.now())).incidents


def commander(actor: Actor, facts: Any) -> bool:
    """规则簿 incidents.commands 列明的中心岗位"""
    return may_command(actor, facts.law)


def starter(actor: Actor, facts: Any) -> bool:
    """规则簿 incidents.starts 列明的中心岗位"""
    return actor.holds(*facts.law.starts)


def own_unit(actor: Actor, facts: Any) -> bool:
    """任务单位的承办人、值班员和领导"""
    return _is_at(actor, facts.unit_path)


def enters_resources(actor: Actor, facts: Any) -> bool:
    """指挥事件的中心岗位；有任务的单位登记本单位和下级的"""
    return commander(actor, facts) or (facts.has_task and _is_at(actor, facts.unit_path))


def may_command(actor: Actor, book: Incidents) -> bool:
    """Whether the actor declares incidents, says what is said about them, and gives tasks."""
    return actor.holds(*book.commands)


def may_gather(actor: Actor) -> bool:
    """Whether the actor says which cases belong to an incident."""
    return actor.is_platform or actor.holds(*GATHERERS)


def reads_all(actor: Actor) -> bool:
    """Whether the actor reads every incident."""
    return actor.is_platform or actor.holds(*READERS)


def _is_at(actor: Actor, path: str) -> bool:
    return bool(path) and any(path.startswith(own) for own in actor.unit_paths)
