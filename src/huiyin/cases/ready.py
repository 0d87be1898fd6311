"""Answers that lie ready: the room that keeps them says which there are, the counter and the moves of a case use them.

A port: the room of the knowledge stands above this one and registers itself at start-up. Without it nothing is offered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from huiyin.flow.actor import Actor

ABUSE = "恶意骚扰"
"""The tag of a matter that was none: the next agent sees how often this number had it."""


@dataclass(frozen=True)
class Ready:
    """One matter that is as good as written: `said` is what a registration takes where the agent typed nothing else.

    With an `answer` the case is answered at once, citing an item of the knowledge or none; with a `note` the reviewer
    gets it, and is told so; with neither it is only registered. `joins(case_id, actor, at, caused_by)` is what the room
    that keeps the answer does with the case in the same transaction.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    answer: str = ""
    cited: UUID | None = None
    note: str = ""
    joins: Callable[[UUID, Actor, datetime, UUID], None] | None = None


Offer = Callable[[str, datetime], Ready | None]
"""Answers what lies ready under a name without its kind, at a moment."""


class Answers(Protocol):
    """What the room that keeps answers can say."""

    def named(self, name: str, at: datetime) -> Ready | None:
        """Return what lies ready under this name, None for what is not offered now."""
        ...

    def is_citable(self, item_id: UUID, at: datetime) -> bool:
        """Whether an answer may rest on this item now."""
        ...

    def name_of(self, item_id: UUID) -> str:
        """Return how an event names the item, as it is worded now: "Z12 第2版"."""
        ...

    def typed(self, words: str, at: datetime) -> UUID | None:
        """Return the item that somebody named by its number, None where there is none."""
        ...

    def offered(self, topic: str, at: datetime) -> Sequence[tuple[str, str]]:
        """Return (number, question) of items for a topic that may be cited now."""
        ...

    def to_say_at_the_end(self, at: datetime) -> str:
        """Return the words with which a call ends."""
        ...


class _Nobody:
    """Stands where no room keeps answers."""

    def named(self, name: str, at: datetime) -> Ready | None:
        """There is none."""
        return None

    def is_citable(self, item_id: UUID, at: datetime) -> bool:
        """Nothing can be cited."""
        return False

    def name_of(self, item_id: UUID) -> str:
        """Name nothing."""
        return ""

    def typed(self, words: str, at: datetime) -> UUID | None:
        """There is none."""
        return None

    def offered(self, topic: str, at: datetime) -> Sequence[tuple[str, str]]:
        """Offer nothing."""
        return ()

    def to_say_at_the_end(self, at: datetime) -> str:
        """Say nothing."""
        return ""


_answers: list[Answers] = [_Nobody()]


def answers() -> Answers:
    """Return the room that keeps answers."""
    return _answers[0]


def register_answers(keeper: Answers) -> None:
    """Say who keeps answers; the room of the knowledge does this once, at start-up."""
    _answers[:] = [keeper]


_offers: dict[str, Offer] = {}


def offer_ready(kind: str, offer: Offer) -> None:
    """Say who keeps what lies ready under names of a kind of its own, such as "incident.3"; once, at start-up."""
    _offers[kind] = offer


def ready_named(name: str, at: datetime) -> Ready | None:
    """Return what lies ready under this name, None for what is not offered now."""
    kind, _, which = name.partition(".")
    return _offers[kind](which, at) if kind in _offers else answers().named(name, at)
