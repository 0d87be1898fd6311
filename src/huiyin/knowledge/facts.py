"""What guards may know of an item: a frozen picture. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item on one day; `owner_is_there` answers whether a unit is in use."""

    state: str
    today: date
    valid_until: date | None = None
    owner_is_there: Callable[[UUID], bool] = field(default=lambda _: False, compare=False, repr=False)
