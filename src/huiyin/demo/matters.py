"""Invented matters in words: what is asked, where, and what the unit says that it did."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

ROADS = (
    "柳荫", "榆园", "书香", "清和", "望湖", "桂花", "明月", "云杉", "听泉", "枫桥", "长亭", "松岭", "静安", "春晓",
    "南亭", "北苑", "东篱", "西园",
)  # fmt: skip
PLACES = ("{road}路与{other}街路口", "{road}花园{number}号楼", "{road}小区东门", "{road}街{number}号", "{road}社区广场")

HEAP_PLACE = "听泉花园二期"


@dataclass(frozen=True)
class Words:
    """One matter as it is told, and as the unit answers it."""

    title: str
    text: str
    place: str
    object: str
    wish: str
    done: str


@dataclass(frozen=True)
class _Theme:
    words: tuple[str, ...]
    object: str
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    wish: str
    done: str


def words_for(topic: str, rng: Random, *, of_company: bool = False) -> Words:
    """Return an invented matter for a topic with this name; of a company, whatever the topic, one that companies bring."""
    if of_company:
        theme = rng.choice(_themes("company"))
    else:
        theme = next(theme for theme in _themes("matter") if any(word in topic for word in theme.words))
    road, other = rng.sample(ROADS, 2)
    place = rng.choice(PLACES).format(road=road, other=other, number=rng.randrange(1, 98))
    which = rng.randrange(min(len(theme.titles), len(theme.texts)))
    title, text = (one.format(place=place, topic=topic) for one in (theme.titles[which], theme.texts[which]))
    return Words(title, text, place, theme.object, theme.wish, theme.done)


def words_of_heap(number: int) -> Words:
    """Return how one of many tells of the matter that many bring within days; each in words of the own."""
    (theme,) = _themes("heap")
    which = number % len(theme.titles)
    return Words(theme.titles[which], theme.texts[which], HEAP_PLACE, theme.object, theme.wish, theme.done)


def heap_topics() -> tuple[str, ...]:
    """Return words by which the topic of that matter is known, the best first."""
    (theme,) = _themes("heap")
    return theme.words


@lru_cache(maxsize=3)
def _themes(whose: str) -> tuple[_Theme, ...]:
    told = tomllib.loads((Path(__file__).parent / "matters.toml").read_text(encoding="utf-8"))
    return tuple(_theme(one) for one in told[whose])


def _theme(told: dict[str, Any]) -> _Theme:
    lists = {name: tuple(told[name]) for name in ("words", "titles", "texts")}
    return _Theme(object=told["object"], wish=told["wish"], done=told["done"], **lists)
