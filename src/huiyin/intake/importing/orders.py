"""What is ordered of an import, what a row of the file has become, and how the whole went."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.times import local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.sheets_in import Row

MOST_TOLD = 20
"""So many refusals are told on the screen; all of them stand in the rejects file."""


@dataclass(frozen=True)
class Order:
    """Into which city, at which moment, on whose behalf (a user's id, or nobody's).

    `profile` and `channel` are codes of the rulebook; empty, the header and the profile tell.
    """

    city: str
    at: datetime
    profile: str = ""
    channel: str = ""
    on_behalf_of: UUID | None = None

    @property
    def actor(self) -> Actor:
        """The platform imports; the journal names on whose behalf."""
        return replace(PLATFORM, acting_for=self.on_behalf_of)

    @property
    def book(self) -> Rulebook:
        """The rulebook in force at the moment of the import. Raises Unknown for a city without any."""
        return book_for(self.city, local_day(self.at))


class Unfit(ValueError):
    """A row cannot be taken; the message says why in the user's words and quotes nothing of its content."""


@dataclass(frozen=True)
class Understood:
    """A row that was understood: what is said at the door by which action, and by what the row is known again."""

    number: int
    row: Row
    action: str
    said: Mapping[str, Any]
    source_hash: bytes
    text_hash: bytes
    likes: int | None = None
    dislikes: int | None = None

    @property
    def channel(self) -> str:
        """The code of the channel, which with the hash is the identity of the message."""
        return str(self.said["channel"])


@dataclass(frozen=True)
class Fate:
    """What became of an understood row: taken (`alike`: its text was there before), known already, or refused."""

    repeated: bool = False
    alike: bool = False
    reason: str = ""


@dataclass
class Outcome:
    """The counts of an import; `read` is always the sum of the other three. `alike` of the accepted repeat a text."""

    read: int = 0
    accepted: int = 0
    repeated: int = 0
    rejected: int = 0
    alike: int = 0
    rejects_file: Path | None = None
    refusals: list[tuple[int, str]] = field(default_factory=list)

    def count(self, fate: Fate) -> None:
        """Count one row that came to the door and was not refused."""
        if fate.repeated:
            self.repeated += 1
        else:
            self.accepted += 1
            self.alike += fate.alike

    def refuse(self, number: int, reason: str) -> None:
        """Count one row that was not taken."""
        self.rejected += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append((number, reason))

    def counts(self) -> dict[str, int]:
        """Return the four counts by their names."""
        return {name: getattr(self, name) for name in ("read", "accepted", "repeated", "rejected")}
