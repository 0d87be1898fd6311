"""What guards may know of a long case and of a hard matter: frozen pictures. Plain Python."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.cases.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class HardFacts:
    """One long case within its case. `owners` are the units that can own it, `owner_path` is where the owner stands."""

    case: CaseFacts
    state: str
    today: date
    kind: str = ""
    proposed_by: UUID | None = None
    owner_path: str = ""
    share_paths: frozenset[str] = frozenset()
    owners: frozenset[UUID] = frozenset()
    other_is_open: bool = False


@dataclass(frozen=True, slots=True)
class FocusFacts:
    """One hard matter of a month. `chosen` is how many others its month has; `joined` the cases that belong to it."""

    state: str
    today: date
    month: date
    owner_path: str = ""
    chosen: int = 0
    joined: frozenset[UUID] = frozenset()
