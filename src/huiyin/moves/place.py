"""The place of a kind of thing: how a page or the API finds one, asks what it needs, and moves it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import QuerySet
from django.http import Http404

from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import BIRTH, Move, NotNow, Table
from huiyin.journal.models import Event
from huiyin.journal.prepared import Prepared
from huiyin.rulebook.shelf import book as book_named

Pairs = Sequence[tuple[str, str]]


class Act(Protocol):
    """The door of the thing: makes the move, or raises Refused."""

    def __call__(
        self,
        subject_id: UUID,
        action: str,
        said: Mapping[str, Any],
        /,
        *,
        actor: Actor,
        at: datetime,
        seen: int | None,
        key: str,
    ) -> Event:
        """Move the thing and return the event."""
        ...


@dataclass(frozen=True)
class Asking:
    """One move that somebody is about to take: all that its form may look at."""

    place: "Place"
    row: Any
    move: Move
    actor: Actor
    at: datetime
    known: Any = None

    @cached_property
    def facts(self) -> Any:
        """What guards and forms look at: the facts that somebody has loaded for many rows at once, else loaded when they
        are first asked for. The door loads its own behind the lock.
        """
        return self.place.facts(self.row, self.at) if self.known is None else self.known

    @property
    def book(self) -> Any:
        """The rulebook of the thing."""
        return book_named(self.row.book)

    @property
    def name(self) -> str:
        """How an address names the thing."""
        return self.place.name_of(self.row)

    @property
    def seen(self) -> int:
        """The count of events that the page has seen; a move made meanwhile is noticed by it."""
        return int(self.place.head(self.row).event_count)

    @property
    def obstacles(self) -> list[str]:
        """Why the move is not possible now, whatever is said with it; empty where it is."""
        if self.facts.state not in self.move.source:
            table = self.place.table
            return [f"{table.label}现在是“{table.label_of(self.facts.state)}”，不能{self.move.button}"]
        return [reason for guard in self.move.only_when if (reason := guard(self.facts, {}, self.book))]


@dataclass(frozen=True)
class Line:
    """One given row of an ask of the kind "rows": what stands before it, and the values that nobody types."""

    label: str
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Aid:
    """What is shown above a form to decide by: a template and what it is given."""

    template: str
    context: Callable[[Asking], Mapping[str, Any]]


@dataclass(frozen=True)
class Uploads:
    """Files that may come with a move.

    `look` raises Refused for a file that is not taken; `keep` stores those that passed within the transaction of the
    move and returns what the move is told of them. `missing` says why the move cannot be made without a file, "" where it
    can; without it files are only offered.
    """

    label: str
    help: str
    look: Callable[[Any], Any]
    keep: Callable[[Asking, Sequence[Any]], Mapping[str, Any]]
    missing: Callable[[Asking], str] | None = None


@dataclass(frozen=True)
class Place:
    """A kind of thing that can be moved. The mappings are asked by "action.name", then by name, then by kind of ask.

    `visible` depends on nothing but the actor. `lookup` is the field by which an address names a thing. `choices`
    answers (code, label) pairs; `find` reads what somebody typed to name a thing; `lines` gives the rows of an ask of
    rows. `asked` says by "action.name" whom a form asks for what not everybody has to say; nobody else is shown the field.
    `initial`, `aids` and `uploads` are asked by action.
    """

    table: Table
    act: Act
    visible: Callable[[Actor], QuerySet[Any]]
    facts: Callable[[Any, datetime], Any]
    page: Callable[[Any], str]
    title: Callable[[Any, Actor], str]
    head: Callable[[Any], Any] = field(default=lambda row: row)
    lookup: str = "pk"
    choices: Mapping[str, Callable[[Asking], Pairs]] = field(default_factory=dict)
    find: Mapping[str, Callable[[Asking, str], UUID | None]] = field(default_factory=dict)
    lines: Mapping[str, Callable[[Asking], Sequence[Line]]] = field(default_factory=dict)
    asked: Mapping[str, Callable[[Asking], bool]] = field(default_factory=dict)
    initial: Mapping[str, Callable[[Asking], Mapping[str, Any]]] = field(default_factory=dict)
    aids: Mapping[str, Aid] = field(default_factory=dict)
    uploads: Mapping[str, Uploads] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The word for the thing in addresses and in the verbs of its events."""
        return self.table.kind

    def name_of(self, row: Any) -> str:
        """Return how an address names this thing."""
        return str(getattr(row, self.lookup))

    def found(self, actor: Actor, name: str) -> Any:
        """Return the thing that an address names. Raises Http404 for a stranger to it, as for a name of nothing."""
        question = _named_among_visible(self.visible, self.lookup, actor)
        try:
            # PostgreSQL does not even look for a text with a zero byte, it fails.
            row = None if "\0" in name else question(name)
        except (ValidationError, ValueError):
            row = None
        if row is None:
            raise Http404
        return row

    def offered(self, row: Any, facts: Any, actor: Actor) -> list[Move]:
        """Return the moves that the actor may take of this thing now: its buttons."""
        return self.table.offered(facts, actor, book_named(row.book))

    def asking(self, row: Any, action: str, actor: Actor, at: datetime, known: Any = None) -> Asking:
        """Return the move as the actor would take it; `known` are its facts, where they are. Raises Http404 for no move."""
        return Asking(self, row, self._move(action), actor, at, known)

    def asking_own(self, row: Any, action: str, actor: Actor, at: datetime, known: Any = None) -> Asking:
        """Return the move as the actor may take it, to be shown. Raises Http404 for no such move, NotYours for another's."""
        asking = self.asking(row, action, actor, at, known)
        if not asking.move.who(actor, asking.facts):
            raise asking.move.refusal(actor, asking.facts)
        return asking

    def asks(self, asking: Asking) -> list[Ask]:
        """Return what the form of a move asks of this actor: not what only others have to say."""
        known = self.asked
        return [
            ask
            for ask in asking.move.asks
            if (rule := known.get(f"{asking.move.action}.{ask.name}")) is None or rule(asking)
        ]

    def _move(self, action: str) -> Move:
        try:
            move = self.table.of(action)
        except NotNow:
            raise Http404 from None
        if move.hidden or move.automatic or move.source == {BIRTH}:
            raise Http404
        return move


MOST_SIGHTS = 256


@lru_cache(maxsize=MOST_SIGHTS)
def _named_among_visible(visible: Callable[[Actor], QuerySet[Any]], lookup: str, actor: Actor) -> Callable[[str], Any]:
    """Return the question for one of the things that the actor sees. It is put together once for each actor."""
    rows = visible(actor)
    name_field = rows.model._meta.pk if lookup == "pk" else rows.model._meta.get_field(lookup)
    among = Prepared(lambda name: rows.filter(**{lookup: name}))

    def find(name: str) -> Any:
        try:
            return among.first(name_field.to_python(name))
        except EmptyResultSet:
            return None

    return find


_places: dict[str, Place] = {}


def register(place: Place) -> Place:
    """Make a kind of thing movable by page and API; called when the room's `places` is imported."""
    _places[place.kind] = place
    return place


def place_of(kind: str) -> Place:
    """Return the place of a kind of thing. Raises Http404 for an unknown kind."""
    try:
        return _places[kind]
    except KeyError:
        raise Http404 from None


def place_of_or_none(kind: str) -> Place | None:
    """Return the place of a kind of thing, None where it has none."""
    return _places.get(kind)


def all_places() -> list[Place]:
    """Return every place of the house, by kind."""
    return [_places[kind] for kind in sorted(_places)]
