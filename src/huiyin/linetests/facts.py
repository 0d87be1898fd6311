"""What guards may know of a test call: a frozen picture. Plain Python."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One test call; `testers` are the posts that ring, `is_explained` whether the unit has said why."""

    state: str
    unit_path: str = ""
    attempts: int = 0
    tester: UUID | None = None
    testers: tuple[Post, ...] = ()
    is_explained: bool = False
