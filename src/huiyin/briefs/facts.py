"""What guards may know of a paper: a frozen picture. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """One paper at one moment. `open_places` are entries in which something is still to be chosen.

    `errors` and `unexplained` are findings of the check, in words; they are looked for only where signing is near.
    `waiting` are the ids of people and units that have still to read it, `waiting_posts` posts that nobody held.
    """

    state: str
    at: datetime
    drafters: tuple[Post, ...] = ()
    reviewers: tuple[Post, ...] = ()
    approvers: tuple[Post, ...] = ()
    signers: tuple[Post, ...] = ()
    written_by: UUID | None = None
    entries: int = 0
    to_revise: int = 0
    open_places: int = 0
    period_is_over: bool = True
    counted_after_end: bool = True
    errors: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    waiting: frozenset[UUID] = frozenset()
    waiting_posts: frozenset[str] = frozenset()
    is_corrected: bool = False
