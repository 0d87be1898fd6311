"""The nightly digest: one signed number over the ends of all chains, to be printed and kept elsewhere.

Who could rewrite both the events and the head of a chain would still be found out by a digest of an earlier night.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from huiyin.flow.times import UTC, local
from huiyin.journal.models import Digest, Event
from huiyin.privacy.installed import ring

SETTLED = timedelta(minutes=10)
"""Older events are committed for certain: no transaction lasts so long, and what is digested must not grow."""


def sign_digest(as_of: datetime) -> Digest:
    """Sign and keep the ends of all chains as the journal had them at a moment, which should be a settled one."""
    chains, root = ends_at(as_of)
    signature = _signature(as_of, chains, root)
    return Digest.objects.create(at=as_of, chains=chains, root=root, signature=signature)


def verify_digest(digest: Digest) -> list[str]:
    """Return what is wrong: a signature that is not ours, or a journal that no longer is what was signed."""
    if not hmac.compare_digest(bytes(digest.signature), _signature(digest.at, digest.chains, bytes(digest.root))):
        return ["签名不符：该摘要不是本系统所签"]
    if ends_at(digest.at) != (digest.chains, bytes(digest.root)):
        return [f"{local(digest.at):%Y-%m-%d %H:%M}以前的事件与当时签名的摘要不符"]
    return []


def ends_at(as_of: datetime) -> tuple[int, bytes]:
    """Return how many chains there were, and the SHA-256 over the place and hash of the last event of each."""
    rows = Event.objects.filter(recorded_at__lte=as_of).order_by("chain_id", "seq")
    total, chains = hashlib.sha256(), 0
    last: Any = None
    for row in rows.values_list("chain_id", "seq", "hash").iterator(chunk_size=5000):
        if last is not None and last[0] != row[0]:
            chains += _take_in(total, last)
        last = row
    if last is not None:
        chains += _take_in(total, last)
    return chains, total.digest()


def printed(digest: Digest) -> str:
    """Return the digest as it is printed: moment, number of chains, root and signature in groups of eight signs."""
    lines = [
        f"日志摘要  截至 {local(digest.at):%Y-%m-%d %H:%M:%S}",
        f"事件链数  {digest.chains}",
        f"摘要      {_grouped(bytes(digest.root))}",
        f"签名      {_grouped(bytes(digest.signature))}",
    ]
    return "\n".join(lines)


def _take_in(total: Any, end: tuple[Any, int, bytes]) -> int:
    chain_id, seq, event_hash = end
    total.update(chain_id.bytes + seq.to_bytes(8, "big") + bytes(event_hash))
    return 1


def _signature(at: datetime, chains: int, root: bytes) -> bytes:
    # A key of its own, so that nothing that is hashed for look-up can ever pass for a signature.
    key = hmac.digest(ring().hash_key, b"huiyin/journal/digest", "sha256")
    return hmac.digest(key, f"{at.astimezone(UTC).isoformat()}|{chains}|".encode() + root, "sha256")


def _grouped(value: bytes) -> str:
    text = value.hex()
    return " ".join(text[i : i + 8] for i in range(0, len(text), 8))
