"""What is begun because of a thing of another room: one click leads to its filled form, and both things know of each other.

The address of the form carries `because=alert.<id>`. The room that makes the thing calls `tell` in the same transaction, so that
the reason keeps the link; its page shows `reasons_of` the thing. Neither room knows the other: the one registers what it can be
a reason by, the other hands on a text that it does not understand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.flow.actor import Actor

BECAUSE = "because"
"""How the address of a form says because of what the thing is begun."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: its kind and id, how people call it, its page (the name of the address and what that takes)."""

    kind: str
    pk: UUID
    label: str
    page: str
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A thing because of which another is begun, as the page of that one shows it.

    `title` and `prose` are with what a paper about it may begin; the prose holds its figures as keys. `cases` are the numbers
    of cases of which it may tell.
    """

    label: str
    address: str
    title: str = ""
    prose: str = ""
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reason: finding one that the actor sees, telling it what was made, and the reasons of what was made."""

    kind: str
    found: Callable[[str, Actor], Reason | None]
    tell: Callable[[str, Made, Actor, datetime], None]
    reasons_of: Callable[[str, UUID, Actor], list[Reason]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Enter a kind of reason; called when the room's app is ready."""
    _kinds[kind.kind] = kind


def reason_in(text: str, actor: Actor) -> Reason | None:
    """Return what an address names; None for nothing, and for what the actor does not see."""
    kind, name = _read(text)
    return kind.found(name, actor) if kind else None


def tell(text: str, made: Made, actor: Actor, at: datetime) -> None:
    """Tell the reason, if the address named one, what was made because of it."""
    kind, name = _read(text)
    if kind:
        kind.tell(name, made, actor, at)


def reasons_of(made: str, pk: UUID, actor: Actor) -> list[Reason]:
    """Return because of what a thing was made, as far as the actor sees that."""
    return [reason for kind in _kinds.values() for reason in kind.reasons_of(made, pk, actor)]


def _read(text: str) -> tuple[Kind | None, str]:
    kind, _, name = text.partition(".")
    return _kinds.get(kind), name
