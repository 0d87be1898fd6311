"""What guards may know of a ring-back: a frozen picture. Plain Python."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class RingFacts:
    """One ring-back; `ringers` are the posts that ring back by the rulebook, `centre` is the unit on whose line it was."""

    state: str
    attempts: int = 0
    ringers: tuple[Post, ...] = ()
    centre: UUID | None = None
