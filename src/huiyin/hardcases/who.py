"""Who may take a move of a long case or of a hard matter, and who sees them."""

from collections.abc import Iterable

from huiyin.cases.who import LEADERS, centre, either, platform
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post
from huiyin.hardcases.facts import FocusFacts, HardFacts

KEEPERS = (Post.SUPERVISOR, Post.DIRECTOR)
PROPOSERS = (Post.SUPERVISOR, Post.DISPATCHER, Post.AUDITOR, Post.ENTERPRISE_CLERK)
CHOOSERS = (Post.SUPERVISOR, Post.EDITOR, Post.DIRECTOR)
WORKERS = (Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)

READERS = frozenset({*KEEPERS, *PROPOSERS, *CHOOSERS, Post.ASSESSOR, *LEADERS, *UNIT_POSTS})
"""Who opens the pages; a unit sees the cases that it sees anyhow."""

ALL = frozenset(CENTRE_POSTS - {Post.ADMIN, Post.EVALUATOR}) | UNIT_POSTS
"""Who looks up the hard matters of the month and the calendar of the seasons: everybody who works on cases."""

keeper = centre(Post.SUPERVISOR)
chooser = centre(Post.SUPERVISOR, Post.EDITOR)

__all__ = [
    "ALL", "CHOOSERS", "KEEPERS", "READERS", "WORKERS", "chooser", "keeper", "notes_progress", "owner_or_keeper", "platform",
    "proposer", "second_person",
]  # fmt: skip


def _sits_at(actor: Actor, paths: Iterable[str]) -> bool:
    """Whether the actor works in one of these units or in one above."""
    own = [seat.unit_path for seat in actor.seats if seat.post in WORKERS and seat.unit_path]
    return any(path.startswith(place) for path in paths for place in own)


def unit_at_work(actor: Actor, facts: HardFacts) -> bool:
    """承办单位的承办人、分管领导、主要领导，或其上级单位的"""
    return _sits_at(actor, facts.share_paths)


proposer = either(centre(*PROPOSERS), unit_at_work)


def second_person(actor: Actor, facts: HardFacts) -> bool:
    """督办员、中心主任，但不是提出的人"""
    return actor.holds(*KEEPERS) and actor.user_id != facts.proposed_by


def owner_of_it(actor: Actor, facts: HardFacts | FocusFacts) -> bool:
    """责任单位的承办人、分管领导、主要领导"""
    return bool(facts.owner_path) and _sits_at(actor, [facts.owner_path])


owner_or_keeper = either(owner_of_it, keeper)
notes_progress = either(owner_of_it, chooser)
