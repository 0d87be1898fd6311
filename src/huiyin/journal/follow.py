"""Who follows which acts: rooms subscribe by verb, a string, never by import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Follow = Callable[[Any, datetime], None]


@dataclass(frozen=True)
class Follower:
    """A function that is called after commit, at least once, for each event whose verb it wants.

    One that works `in_pieces` opens its transactions itself and says between them that it is still at it; all others
    are called within one transaction.
    """

    name: str
    verbs: tuple[str, ...]
    follow: Follow
    in_pieces: bool = False

    def wants(self, verb: str) -> bool:
        """Whether the verb is followed; "case.*" follows every verb of a kind."""
        return any(verb == v or (v.endswith(".*") and verb.startswith(v[:-1])) for v in self.verbs)


_followers: dict[str, Follower] = {}


def follower(name: str, *verbs: str, in_pieces: bool = False) -> Callable[[Follow], Follow]:
    """Register the decorated function `(event, at)` under a lasting name. It must be idempotent."""

    def register(follow: Follow) -> Follow:
        known = _followers.get(name)
        if known and known.follow.__qualname__ != follow.__qualname__:
            raise ValueError(f"two followers are called {name}")
        _followers[name] = Follower(name, verbs, follow, in_pieces)
        return follow

    return register


def is_wanted(verb: str) -> bool:
    """Whether anybody follows this verb."""
    return any(f.wants(verb) for f in _followers.values())


def followers_of(verb: str) -> list[Follower]:
    """Return those who follow this verb, in the order in which they registered."""
    return [f for f in _followers.values() if f.wants(verb)]


def follower_named(name: str) -> Follower | None:
    """Return the follower of this name, or None where its room is gone."""
    return _followers.get(name)
