"""What guards may know of a ring-back: a frozen picture. Plain Python."""

from dataclasses import dataclass

from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class RingFacts:
    """One ring-back; `ringers` are the posts that ring back by the rulebook."""

    state: str
    attempts: int = 0
    ringers: tuple[Post, ...] = ()
