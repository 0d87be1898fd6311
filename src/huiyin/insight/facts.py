"""What guards may know of a topic, a warning, a preparation and a case of the library: frozen pictures. Plain Python."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """One hot topic: the cases that it has, and the other topics of its list."""

    state: str
    cases: frozenset[UUID] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """One warning; `unit_path` is empty for one of the city. `told` are the units that have a task, `owing` without answer."""

    state: str
    unit_path: str = ""
    told: frozenset[UUID] = frozenset()
    owing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PreparationFacts:
    """What a unit was asked to prepare."""

    state: str
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """One case of the library: whether its matter is closed, may be told, and who proposed it."""

    state: str
    is_closed: bool = False
    may_be_told: bool = False
    stands_once: bool = True
    adopted: bool = False
    proposed_by: UUID | None = None
