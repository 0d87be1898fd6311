"""What guards may know of a step, a circular, a hand-over, a correction: frozen pictures. Plain Python."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of the ladder on one day. `orderers` are the posts that decide about its rung, in the `centre` whose it is."""

    state: str
    today: date
    rung: str = ""
    orderers: tuple[Post, ...] = ()
    comes_by_itself: bool = False
    centre: UUID | None = None


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """One circular. `secret` names cases that no circular may tell of; `unread` are the ids of units that have to read it."""

    state: str
    today: date
    owner: UUID | None = None
    approvers: tuple[Post, ...] = ()
    written_by: UUID | None = None
    named: int = 0
    kind: str = ""
    causes: int = 0
    unread: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """One hand-over. `handers` are the posts that may hand over; `evidence` counts the cases behind it.

    `centre` is the unit whose line proposed it to the city, `was_ordered` says that its leader had ordered the step behind it.
    """

    state: str
    today: date
    handers: tuple[Post, ...] = ()
    evidence: int = 0
    handed_on: date | None = None
    received_on: date | None = None
    centre: UUID | None = None
    was_ordered: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """One correction on one day."""

    state: str
    today: date
    unit: UUID | None = None
    due_on: date | None = None
    urged_on: date | None = None
