"""Who draws up the public statistics, who publishes them."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

PREPARERS = (Post.EDITOR, Post.DIRECTOR)
PUBLISHERS = (Post.DIRECTOR,)


def preparer(actor: Actor, facts: Any) -> bool:
    """简报编辑、中心主任"""
    return actor.holds(*PREPARERS)


def publisher(actor: Actor, facts: Any) -> bool:
    """中心主任"""
    return actor.holds(*PUBLISHERS)
