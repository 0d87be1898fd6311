"""What the guards of this room look at: frozen pictures, loaded before the tables are asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class UnitFacts:
    """As much of a unit as has to be known."""

    id: UUID
    name: str
    path: str
    active: bool


@dataclass(frozen=True)
class CaseFacts:
    """As much of a case as has to be known: where its shares lie, against whom it speaks, whose line took it in.

    `line_path` and `line_name` are the place and the name of the unit whose own line it is; empty for the city's cases.
    """

    id: UUID
    number: str
    paths: tuple[str, ...]
    accused_path: str
    centre: UUID | None
    line_path: str = ""
    line_name: str = ""


FindUnit = Callable[[UUID | None], UnitFacts | None]


@dataclass(frozen=True)
class OrderFacts:
    """A supervision order, or one that somebody is about to issue. `unit` is None where there is no such unit."""

    state: str
    at: datetime
    centre: UUID | None
    centre_path: str
    unit: UnitFacts | None
    cases: tuple[CaseFacts, ...]
    due_at: datetime | None
    has_finding: bool
    finding_first: bool


@dataclass(frozen=True)
class CheckFacts:
    """A verification within its case, or one for which somebody is about to be sent.

    `centre` is for whom somebody is sent, `line` the unit whose own line took the case in.
    """

    state: str
    at: datetime
    centre: UUID | None
    line: UUID | None
    case_state: str
    accused_path: str
    audited_by: UUID | None
    sent_at: datetime | None
    checker: UUID | None
    is_of_centre: Callable[[UUID], bool]


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting, or one that somebody is about to call."""

    state: str
    at: datetime
    today: date
    centre: UUID | None
    centre_path: str
    cases: Mapping[str, CaseFacts]
    units: tuple[UnitFacts, ...]
    find_unit: FindUnit
    unit_called: Callable[[str], UnitFacts | None]
    has_minutes: bool
