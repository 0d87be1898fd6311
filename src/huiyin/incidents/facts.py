"""What guards may know of an incident, a task and an entry of the log. Plain Python."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.rulebook.incidents import Incidents


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """One incident: what is said about it, what of it is still open, when one looks."""

    state: str
    law: Incidents
    now: datetime
    began_at: datetime | None = None
    wording: str = ""
    open_tasks: int = 0
    waiting_reports: int = 0
    territories: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task of a unit."""

    state: str
    law: Incidents
    now: datetime
    unit_path: str
    incident_state: str
    on_site: bool = False
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """One entry of the log; `unit_path` is empty where it is the city's as a whole, `has_task` whether that unit has one."""

    state: str
    law: Incidents
    now: datetime
    incident_state: str
    began_at: datetime
    unit_path: str = ""
    has_task: bool = False
