"""Who keeps the knowledge and who reads it."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post

KEEPERS = (Post.EDITOR, Post.SHIFT_LEAD, Post.DIRECTOR)
READERS = CENTRE_POSTS - {Post.EVALUATOR}
AT_THE_COUNTER = (
    Post.AGENT, Post.SHIFT_LEAD, Post.OPINION_CLERK, Post.ENTERPRISE_CLERK, Post.REVIEWER, Post.DIRECTOR,
)  # fmt: skip
PHRASE_READERS = frozenset({*AT_THE_COUNTER, *KEEPERS})


def keeper(actor: Actor, facts: Any) -> bool:
    """中心：简报编辑、班长/质检、中心主任"""
    return actor.holds(*KEEPERS)
