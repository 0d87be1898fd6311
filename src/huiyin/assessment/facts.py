"""What guards may know of a round and of a claim: frozen pictures. Plain Python."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round on one day."""

    state: str
    today: date
    owner: UUID | None = None
    open_appeals: int = 0
    appeals_until: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim on one day. `appeals_until` is None for a claim about no sheet; `there` names a like claim made before."""

    state: str
    today: date
    unit: UUID | None = None
    owner: UUID | None = None
    reviewed_by: UUID | None = None
    appeals_until: date | None = None
    is_heard: bool = True
    there: str = ""
