"""Drawing a share of many things by their ids alone: nobody can choose, and the same thing is always answered the same."""

import hashlib
from uuid import UUID


def is_drawn(what_for: str, thing_id: UUID, share: float) -> bool:
    """Whether the thing is among the share (0 to 1) that is drawn for a purpose; purposes draw independently."""
    number = int.from_bytes(hashlib.sha256(what_for.encode() + thing_id.bytes).digest()[:8], "big")
    return number < share * 2**64
