"""What comes back of a DOCX that somebody edited: blocks, and every figure that is no longer what was sent."""

from dataclasses import dataclass, field
from enum import StrEnum

from huiyin.documents.content import Block


class Unreadable(Exception):
    """The file cannot be taken as a paper; the message says in Chinese why, and what to do."""


class Loose(StrEnum):
    """What happened to a figure."""

    CHANGED = "changed"
    UNWRAPPED = "unwrapped"
    GONE = "gone"
    DUPLICATED = "duplicated"
    UNKNOWN = "unknown"
    TYPED = "typed"


WORDS = {
    Loose.CHANGED: "数字被改写",
    Loose.UNWRAPPED: "数字脱离绑定",
    Loose.GONE: "数字已删去",
    Loose.DUPLICATED: "数字被复制",
    Loose.UNKNOWN: "不认识的绑定",
    Loose.TYPED: "手工输入的数字",
}


@dataclass(frozen=True)
class Loosened:
    """One figure that is not as it was sent.

    CHANGED, DUPLICATED, UNKNOWN: a `Bound` with this key stands in the block, its text is what the file says.
    UNWRAPPED: the figure still stands there, as mere text. GONE: it does not (`block` is None). TYPED: a number of the
    prose that was not in the paper when it was sent (`key` is empty).
    """

    kind: Loose
    key: str
    was: str
    now: str
    block: int | None
    says: str


@dataclass(frozen=True)
class ReadBack:
    """A paper as it came back. `head` holds texts by the field names of `Head`, as far as the file still has them."""

    blocks: tuple[Block, ...]
    head: dict[str, str] = field(default_factory=dict)
    loosened: tuple[Loosened, ...] = ()
    notes: tuple[str, ...] = ()
    """What else the editor should know: pictures left behind, numbering by WPS, tracked changes that were taken as accepted."""

    @property
    def title(self) -> str:
        """The title, "" where none was found."""
        return self.head.get("title", "")
