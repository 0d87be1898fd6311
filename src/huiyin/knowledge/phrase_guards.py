"""Why a phrase is refused: each guard answers with the reason in the user's words, or None."""

from datetime import date
from typing import Any
from uuid import UUID

from huiyin.flow.table import At
from huiyin.knowledge.models import REGISTERING, Item, Phrase

KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"


def key_is_one_sign(key: str) -> str | None:
    """A key is pressed once."""
    return None if key and key in KEYS else At("key", "按键是一个数字或一个小写字母")


def key_is_free(key: str, phrase_id: UUID) -> str | None:
    """Behind a key stands one phrase."""
    other = Phrase.objects.filter(key=key, ended_at__isnull=True).exclude(pk=phrase_id).first()
    return At("key", f"按键 {key} 已用于“{other.title}”") if other else None


def title_is_given(title: str) -> str | None:
    """A phrase has a title of at most 60 signs."""
    if not title.strip():
        return At("title", "请填写标题")
    return At("title", "标题最多60字") if len(title) > 60 else None


def words_are_given(words: str, item: Item | None) -> str | None:
    """There is something to say: the phrase's own words, or those of the item on which it rests."""
    if not words.strip() and item is None:
        return At("words", "请写怎么说，或填写依据的知识编号")
    return At("words", "最多4000字") if len(words) > 4000 else None


def item_is_there(typed: str, item: Item | None) -> str | None:
    """Who names an item means one that is there."""
    return At("item", "没有这个编号的知识") if typed.strip() and item is None else None


def matter_is_whole(group: str, kind: str, topic: str, book: Any, day: date) -> str | None:
    """What registers a matter by its key knows of which kind and topic it is."""
    if group not in REGISTERING:
        return None
    if kind not in {known.code for known in book.kinds}:
        return At("kind", "请选择诉求性质")
    return None if topic in {leaf.code for leaf in book.category_leaves(day)} else At("topic", "请选择事项分类")
