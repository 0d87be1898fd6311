"""What guards may know of an entry: a frozen picture. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from huiyin.registers.values import FindUnit
from huiyin.rulebook.registers import Register


def _none(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry on one day. `is_reported` answers whether its unit has another entry in force for a period."""

    state: str
    register: Register
    today: date
    unit_path: str = ""
    is_reported: Callable[[date], bool] = field(default=lambda _: False, compare=False, repr=False)
    find_unit: FindUnit = field(default=_none, compare=False, repr=False)
