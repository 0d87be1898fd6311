"""What guards may know of a note and of an answering day. Plain Python."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """One note; `unit_path` is empty for the centre's."""

    state: str
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One answering day."""

    state: str
    now: datetime
    begins_at: datetime | None = None
