"""Fingerprints of keys: enough to tell whether the keys at hand are those of a backup, of no use to open anything."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from huiyin.privacy.keys import KeyRing


def fingerprints_of(ring: KeyRing) -> dict[str, Any]:
    """Return the fingerprint of each key of a ring, and of its hash key."""
    return {
        "current": ring.current,
        "keys": {key_id: _fingerprint(key) for key_id, key in sorted(ring.keys.items())},
        "hash_key": _fingerprint(ring.hash_key),
    }


def what_does_not_fit(ring: KeyRing, recorded: Mapping[str, Any]) -> list[str]:
    """Return why a ring cannot open a backup, or find in it; an empty list where it fits. Newer keys are no harm."""
    ours = fingerprints_of(ring)
    wrong = [
        f"密钥 {key_id} {'与备份时的不同' if key_id in ours['keys'] else '不在密钥文件中'}"
        for key_id, fingerprint in recorded["keys"].items()
        if ours["keys"].get(key_id) != fingerprint
    ]
    return wrong + (["检索密钥与备份时的不同"] if ours["hash_key"] != recorded["hash_key"] else [])


def _fingerprint(key: bytes) -> str:
    # Keys are 32 random bytes: nobody finds one by trying.
    return blake2b(key, digest_size=8, person=b"huiyin-backup").hexdigest()
