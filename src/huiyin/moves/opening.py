"""Where each thing stands that somebody is told of, and for whom it may be opened: links from rooms that do not know it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.moves.place import Place, place_of_or_none

Thing = tuple[str, UUID]
"""What is meant: the kind of a thing, as in the verbs of its events, and its id."""

Way = Callable[[Actor], str]
"""Answers the name of the address to which a reader goes, "" for whom it is closed."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A link that the reader may follow: what stands there, and where."""

    label: str
    address: str


def for_posts(url_name: str, posts: Collection[Post]) -> Way:
    """Return the way to a page that the holders of some posts open."""
    return lambda actor: url_name if actor.holds(*posts) else ""


_standing: dict[str, tuple[str, Way]] = {}


def stands_on(kind: str, label: str, way: Way) -> None:
    """Let things of a kind that have no page of their own be opened on a list; called from a room's AppConfig.ready."""
    _standing[kind] = label, way


def is_known(kind: str) -> bool:
    """Whether things of this kind can be opened at all."""
    return kind in _standing or place_of_or_none(kind) is not None


def openings_for(actor: Actor, things: Iterable[Thing]) -> dict[Thing, Opening]:
    """Return the things that the actor may open, with their addresses: one statement for each kind, however many they are."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in things:
        by_kind[kind].add(pk)
    found: dict[Thing, Opening] = {}
    for kind, ids in by_kind.items():
        found |= _on_their_pages(actor, kind, ids) or _on_a_list(actor, kind, ids)
    return found


def _on_their_pages(actor: Actor, kind: str, ids: Iterable[UUID]) -> dict[Thing, Opening]:
    place = place_of_or_none(kind)
    return {(kind, row.pk): _page(place, row) for row in place.visible(actor).filter(pk__in=list(ids))} if place else {}


def _page(place: Place, row: Any) -> Opening:
    return Opening(place.table.label, place.page(row))


def _on_a_list(actor: Actor, kind: str, ids: Iterable[UUID]) -> dict[Thing, Opening]:
    label, way = _standing.get(kind, ("", lambda actor: ""))
    name = way(actor)
    return {(kind, pk): Opening(label, reverse(name)) for pk in ids} if name else {}
