"""The port through which what somebody types into the form of a move is kept until it is sent: a room above keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.flow.actor import Actor
from huiyin.moves.place import Asking


@dataclass(frozen=True)
class Kept:
    """What was kept of a form: the data to fill in, None where nothing was; `page` is what the keeper's template shows."""

    data: Any
    page: Any


@dataclass(frozen=True)
class Keeper:
    """The room that keeps: it finds what one person typed into one form, and throws it away when it was sent."""

    find: Callable[[Actor, str, str, datetime], Kept]
    throw_away: Callable[[Actor, str], object]


_keepers: list[Keeper] = []


def keeps_what_is_typed(keeper: Keeper) -> None:
    """Say at start-up who keeps what is typed."""
    _keepers[:] = [keeper]


def form_name(asking: Asking) -> str:
    """Return how the form of this move of this thing is called among those that are kept."""
    return f"{asking.place.kind}.{asking.name}.{asking.move.action}"


def kept_of(asking: Asking, address: str) -> Kept | None:
    """Return what the actor had typed into this form; None where nobody keeps, or nothing long is asked."""
    if not _keepers or not _is_long(asking):
        return None
    return _keepers[0].find(asking.actor, form_name(asking), address, asking.at)


def was_taken(asking: Asking) -> None:
    """The move was made: what was typed for it is no draft any more."""
    for keeper in _keepers if _is_long(asking) else ():
        keeper.throw_away(asking.actor, form_name(asking))


def _is_long(asking: Asking) -> bool:
    return any(ask.kind == "lines" for ask in asking.move.asks)
