"""Who may take a move in this room, and who sees what."""

from typing import Any

from huiyin.cases.who import LEADERS, centre, either, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post
from huiyin.insight.facts import StoryFacts

EDITORS = (Post.EDITOR, Post.SUPERVISOR, Post.DIRECTOR)
TELLERS = (Post.EDITOR, Post.AUDITOR, Post.SUPERVISOR, Post.DISPATCHER, Post.OPINION_CLERK, Post.DIRECTOR)
APPROVERS = (Post.SUPERVISOR, Post.DIRECTOR)
WORKERS = (Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)

CENTRE_READERS = frozenset(
    {
        *EDITORS, *TELLERS, *LEADERS, Post.ASSESSOR, Post.SHIFT_LEAD, Post.REVIEWER, Post.SECTION_CHIEF,
        Post.LEADER_SECRETARY,
    }
)  # fmt: skip
"""Who of the centre and above it sees all topics and warnings of the city."""

READERS = CENTRE_READERS | UNIT_POSTS
"""Who opens the pages; a unit sees its own part."""

ALL = frozenset(CENTRE_POSTS - {Post.ADMIN, Post.EVALUATOR}) | UNIT_POSTS
"""Who learns from the library: everybody who works on cases."""

editor = centre(*EDITORS)
teller = centre(*TELLERS)

__all__ = [
    "ALL", "APPROVERS", "CENTRE_READERS", "EDITORS", "READERS", "TELLERS", "WORKERS", "author", "editor", "owing_of", "own_unit",
    "platform", "second_person", "teller", "told_unit", "who_watches",
]  # fmt: skip


def own_unit(actor: Actor, facts: Any) -> bool:
    """本单位的承办人、分管领导、主要领导"""
    own = [seat.unit_path for seat in actor.seats if seat.post in WORKERS and seat.unit_path]
    return bool(facts.unit_path) and any(facts.unit_path.startswith(path) for path in own)


who_watches = either(own_unit, editor)


def told_unit(actor: Actor, facts: Any) -> bool:
    """被责成而未反馈的单位的承办人、分管领导、主要领导"""
    return bool(owing_of(actor, facts))


def owing_of(actor: Actor, facts: Any) -> set[str]:
    """Return for which of the units that owe an answer the actor may give it."""
    own = [seat.unit_path for seat in actor.seats if seat.post in WORKERS and seat.unit_path]
    return {path for path in facts.owing if any(path.startswith(mine) for mine in own)}


def second_person(actor: Actor, facts: StoryFacts) -> bool:
    """督办员、中心主任，但不是提出的人"""
    return actor.holds(*APPROVERS) and actor.user_id != facts.proposed_by


def author(actor: Actor, facts: StoryFacts) -> bool:
    """提出的人"""
    return actor.user_id == facts.proposed_by
