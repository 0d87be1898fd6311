"""What is late, what comes next: how pressing it is what waits for somebody, told above everything else on the first page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.cases.states import OPEN_CASE, WORKING_ASSIGNMENT, AssignmentState
from huiyin.flow.times import ONE_DAY

LOOKED_AT = 100
"""So many of the most pressing rows of a tray are looked at; of a longer one it is said how many there are at least."""

DUE_FIELDS = {
    "case": ("state", "due_at", "answered_at", "suspended"),
    "share": ("state", "due_at", "sign_due_at", "contact_due_at", "stands"),
    "application": ("decide_by",),
}
"""What `owed` asks of a row, beside the step of the centre that a case waits for."""


def owed(kind: str, row: Mapping[str, Any]) -> datetime | None:
    """Return the first moment by which something has to be done with a row, None where no clock runs."""
    return min((at for at in _moments(kind, row) if at), default=None)


def _moments(kind: str, row: Mapping[str, Any]) -> tuple[datetime | None, ...]:
    if kind == "application":
        return (row["decide_by"],)
    if kind == "share":
        if row["stands"] or row["state"] not in WORKING_ASSIGNMENT:
            return ()
        unsigned = row["state"] == AssignmentState.PENDING_SIGNATURE
        return (row["sign_due_at"] if unsigned else row["due_at"], row["contact_due_at"])
    promised = row["state"] in OPEN_CASE and not row["answered_at"] and not row["suspended"]
    return (row["due_at"] if promised else None, row.get("step_due_at"))


@dataclass(frozen=True)
class Pressing:
    """How many of a tray are late, and how many will be within a day."""

    late: int
    soon: int


def pressing(moments: Iterable[datetime | None], now: datetime) -> Pressing:
    """Count what is late and what comes next."""
    known = [at for at in moments if at]
    late = sum(at < now for at in known)
    return Pressing(late, sum(at < now + ONE_DAY for at in known) - late)


@dataclass(frozen=True)
class Part:
    """One link of a line: the tray to jump to, and how many of its rows the line is about."""

    label: str
    anchor: str
    counted: str


@dataclass(frozen=True)
class Line:
    """One line above the trays: what all that follows has in common."""

    label: str
    tone: str
    parts: Sequence[Part]


def glance_at(trays: Sequence[Any]) -> list[Line]:
    """Return the lines "late", "within a day", "the rest", those of them that say something."""
    kinds = (
        ("已超期", "late", lambda tray: tray.pressing.late),
        ("24 小时内到期", "soon", lambda tray: tray.pressing.soon),
        ("其余", "rest", lambda tray: tray.count - tray.pressing.late - tray.pressing.soon),
    )
    lines = []
    for label, tone, number_of in kinds:
        parts = [
            Part(tray.label, f"tray-{place}", _counted(tray, number, tone))
            for place, tray in enumerate(trays, 1)
            if (number := number_of(tray))
        ]
        lines.append(Line(label, tone, parts))
    return [line for line in lines if line.parts]


def _counted(tray: Any, number: int, tone: str) -> str:
    if tray.count <= LOOKED_AT:
        return str(number)
    # The rest of a long tray is what was not looked at as well; of what is late there may be more.
    return "" if tone == "rest" else f"至少 {number}"
