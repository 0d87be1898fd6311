"""What the workers run by themselves for the journal; the schedules name these functions."""

from huiyin.flow import times
from huiyin.journal.digest import SETTLED, printed, sign_digest
from huiyin.journal.work import deliver_all

SECONDS = 50.0
"""So long one run delivers at most; the next minute's run goes on, and the clock gets its turn in between."""


def deliver_owed() -> str:
    """Deliver and retry until nothing is left to do now."""
    did = deliver_all(times.now, SECONDS)
    unknown = f"，没有房间认领：{'、'.join(did.unknown)}" if did.unknown else ""
    return f"完成{did.done}件，失败{did.failed}次{unknown}"


def digest() -> str:
    """Sign the digest of the night."""
    return printed(sign_digest(times.now() - SETTLED))
