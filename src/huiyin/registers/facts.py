"""What guards may know of an entry: a frozen picture. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from huiyin.registers.values import FindEntry, FindUnit, no_entry
from huiyin.rulebook.registers import Register


def _none(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry on one day. `is_reported` answers whether its unit has another entry in force for a period.

    `asked_by` is who asked to clear it.
    """

    state: str
    register: Register
    today: date
    unit_path: str = ""
    is_reported: Callable[[date], bool] = field(default=lambda _: False, compare=False, repr=False)
    find_unit: FindUnit = field(default=_none, compare=False, repr=False)
    find_entry: FindEntry = field(default=no_entry, compare=False, repr=False)
    asked_by: UUID | None = None
