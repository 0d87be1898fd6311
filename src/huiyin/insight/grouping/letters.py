"""What the grouping reads of a case or of a row of a file, and nothing more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Letter:
    """One message of one person. `who` tells people apart and names nobody: a keyed hash, a number of a user."""

    id: str
    who: str
    title: str
    text: str
    at: datetime
    place: str = ""
    category: str = ""
    territory: str = ""
    urgent: bool = False
    likes: int = 0
    dislikes: int = 0

    @property
    def words(self) -> str:
        """Return what the letter says, its title first."""
        return f"{self.title}\n{self.text}"
