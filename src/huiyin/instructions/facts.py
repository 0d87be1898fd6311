"""What guards may know of an instruction and of a task: frozen pictures. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InstructionFacts:
    """One instruction at a moment. `leads` are the units that lead its cases now, `open_tasks` what is not accepted.

    `centre` is the unit on whose own line it was written.
    """

    state: str
    at: datetime
    today: date
    leader: UUID | None
    leader_post: str
    entered_by: UUID | None = None
    was_presented: bool = False
    mark: str = ""
    kind: str = ""
    wished_units: tuple[UUID, ...] = ()
    leads: tuple[UUID, ...] = ()
    stood_at: datetime | None = None
    open_tasks: int = 0
    accepted_tasks: int = 0
    reported_tasks: int = 0
    centre: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task at a moment."""

    state: str
    at: datetime
    today: date
    unit: UUID
    leader: UUID | None
    leader_post: str
    centre: UUID | None = None
