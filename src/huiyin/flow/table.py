"""A lifecycle as a table of moves, read alike by buttons, the API, the rights tests, the diagrams and the door."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask, clean

BIRTH = "birth"
"""The state of a thing that does not exist yet: the source of the moves that make it."""


class Facts(Protocol):
    """What a guard may know: a frozen picture of the subject, loaded before the table is asked."""

    @property
    def state(self) -> str:
        """The state of the subject."""
        ...


Said = Mapping[str, Any]
Guard = Callable[[Any, Said, Any], str | None]
Who = Callable[[Actor, Any], bool]
Effect = Callable[[Any], None]
Decide = Callable[[Any, Said, Any], str]


class At(str):
    """A guard's "no" that belongs beside one field of the form."""

    field: str

    def __new__(cls, name: str, reason: str) -> "At":
        """Keep the field's name beside the reason."""
        self = super().__new__(cls, reason)
        self.field = name
        return self


class Refused(Exception):
    """A move is refused. `reasons` are whole, `fields` those that belong beside a field; nothing was written."""

    def __init__(self, reasons: Sequence[str], fields: Mapping[str, str] | None = None) -> None:
        self.reasons = tuple(reasons)
        self.fields = dict(fields or {})
        super().__init__("；".join([*self.reasons, *self.fields.values()]))


class NotYours(Refused):
    """The actor's posts do not allow the move at all."""


class Taken(NotYours):
    """The actor's posts allow the move, but a colleague has taken the thing for now."""


class NotNow(Refused):
    """The subject's state does not know the move."""


@dataclass(frozen=True)
class Fork:
    """A target that depends on the facts; `states` lists every possible outcome, for diagrams and tests."""

    decide: Decide
    states: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """One row of the table. `to` None means that the state stays."""

    action: str
    button: str
    source: frozenset[str]
    to: str | Fork | None
    who: Who
    only_when: tuple[Guard, ...] = ()
    provided: tuple[Guard, ...] = ()
    asks: tuple[Ask, ...] = ()
    effects: tuple[Effect, ...] = ()
    automatic: bool = False
    hidden: bool = False

    def target(self, facts: Facts, said: Mapping[str, Any], book: Any) -> str:
        """Return the state after the move."""
        if isinstance(self.to, Fork):
            return self.to.decide(facts, said, book)
        return self.to or facts.state

    def refusal(self, actor: Actor, facts: Facts) -> NotYours:
        """Return why the actor may not take it: a rule that knows more than the posts says so itself."""
        tells = getattr(self.who, "why_taken", None)
        why = tells(actor, facts) if tells else ""
        return Taken([f"{why}，现在不能{self.button}"]) if why else NotYours([f"您的岗位不能{self.button}"])

    def targets(self) -> tuple[str, ...]:
        """Return every state that the move can lead to; empty where the state stays."""
        if isinstance(self.to, Fork):
            return self.to.states
        return (self.to,) if self.to else ()


def move(
    action: str,
    button: str,
    source: Sequence[str],
    to: str | Fork | None,
    who: Who,
    only_when: Sequence[Guard] = (),
    provided: Sequence[Guard] = (),
    asks: Sequence[Ask] = (),
    effects: Sequence[Effect] = (),
    *,
    automatic: bool = False,
    hidden: bool = False,
) -> Move:
    """Write one row of a table: `only_when` is asked of the facts alone, `provided` also of what is said.

    A hidden move is no button: it is taken by another move's effect or by a page of its own.
    """
    return Move(
        action, button, frozenset(source), to, who, tuple(only_when), tuple(provided), tuple(asks), tuple(effects),
        automatic, hidden,
    )  # fmt: skip


@dataclass(frozen=True)
class Table:
    """All moves of one kind of thing; `kind` begins the verb of its events ("case.dispatch")."""

    kind: str
    label: str
    states: type[StrEnum]
    moves: tuple[Move, ...]
    ends: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        actions = [m.action for m in self.moves]
        if len(set(actions)) != len(actions):
            raise ValueError(f"{self.kind}: an action stands twice: {actions}")

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def of(self, action: str) -> Move:
        """Return the move of this name. Raises NotNow for an unknown one."""
        for candidate in self.moves:
            if candidate.action == action:
                return candidate
        raise NotNow([f"没有“{action}”这个操作"])

    def offered(self, facts: Facts, actor: Actor, book: Any) -> list[Move]:
        """Return the moves that this actor may take now: the buttons of the page."""
        return [m for m in self.moves if not m.automatic and not m.hidden and self._is_open(m, facts, actor, book)]

    def due_by_themselves(self, facts: Facts, book: Any) -> Move | None:
        """Return the first automatic move that the facts call for, if any."""
        for candidate in self.moves:
            if (
                candidate.automatic
                and facts.state in candidate.source
                and not _refusals(candidate.only_when, facts, {}, book)
            ):
                return candidate
        return None

    def ask(
        self, action: str, facts: Facts, raw: Mapping[str, Any], actor: Actor | None, book: Any
    ) -> tuple[Move, dict[str, Any]]:
        """Return the move and what was said, cleaned. Raises Refused with every reason at once.

        Without an actor nobody is asked who may: the move follows from another, of which that was asked.
        """
        wanted = self.of(action)
        if actor and not wanted.who(actor, facts):
            raise wanted.refusal(actor, facts)
        if facts.state not in wanted.source:
            raise NotNow([f"{self.label}现在是“{self.label_of(facts.state)}”，不能{wanted.button}"])
        said, errors = clean(wanted.asks, raw, book)
        no = _refusals(wanted.only_when, facts, said, book)
        if not errors:
            no += _refusals(wanted.provided, facts, said, book)
        if errors or no:
            raise Refused([r for r in no if not isinstance(r, At)], {**_beside(no), **errors})
        return wanted, said

    def label_of(self, state: str) -> str:
        """Return the Chinese word for a state."""
        if state == BIRTH:
            return "尚未登记"
        return getattr(self.states(state), "label", state)

    def _is_open(self, wanted: Move, facts: Facts, actor: Actor, book: Any) -> bool:
        if facts.state not in wanted.source or not wanted.who(actor, facts):
            return False
        return not _refusals(wanted.only_when, facts, {}, book)


def _beside(reasons: Sequence[str]) -> dict[str, str]:
    """Return the reasons that belong beside a field; several for one field stand one after the other."""
    beside: dict[str, list[str]] = {}
    for reason in reasons:
        if isinstance(reason, At):
            beside.setdefault(reason.field, []).append(reason)
    return {field: "；".join(found) for field, found in beside.items()}


def _refusals(guards: Sequence[Guard], facts: Any, said: Mapping[str, Any], book: Any) -> list[str]:
    return [reason for guard in guards if (reason := guard(facts, said, book))]


class State(StrEnum):
    """Base of the states of a thing: the value is stored, the label is the word in the chip."""

    label: str

    def __new__(cls, value: str, label: str) -> "State":
        """Keep the Chinese label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
