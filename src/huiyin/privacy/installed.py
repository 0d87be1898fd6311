"""The key ring of this installation, and the three calls by which rows use it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from huiyin.privacy import cipher
from huiyin.privacy.keys import KeyRing, ring_from_file, ring_from_json
from huiyin.privacy.lookup import lookup_hash
from huiyin.privacy.problems import KeysMissing

PROJECT = Path(__file__).resolve().parents[3]

_instead: list[KeyRing] = []


def key_file() -> Path:
    """Return where the key file lies: HUIYIN_KEY_FILE, else keys.json below HUIYIN_VAR, else below var/<city>."""
    var = os.environ.get("HUIYIN_VAR") or PROJECT / "var" / os.environ.get("HUIYIN_CITY", "kaifeng")
    return Path(os.environ.get("HUIYIN_KEY_FILE") or Path(var) / "keys.json")


def ring() -> KeyRing:
    """Return the ring in HUIYIN_KEYS, else in the key file. Raises KeysMissing or KeysUnreadable.

    A rotated key file is noticed by its date, so that running processes can open what is sealed anew.
    """
    if _instead:
        return _instead[-1]
    if text := os.environ.get("HUIYIN_KEYS"):
        return _ring_of_text(text)
    path = key_file()
    try:
        stat = path.stat()
    except FileNotFoundError:
        raise KeysMissing(str(path)) from None
    return _ring_of_file(path, stat.st_mtime_ns, stat.st_ino)


@contextmanager
def using(other: KeyRing) -> Iterator[KeyRing]:
    """Let `ring` answer `other` within the block, in all threads: for tests and for the rotation of keys."""
    _instead.append(other)
    try:
        yield other
    finally:
        _instead.pop()


def seal_for(table: str, row_id: UUID | str, column: str, text: str) -> bytes:
    """Return the text sealed for one column of one row; an empty text is stored as empty bytes."""
    return cipher.seal(ring(), text, table, column, row_id) if text else b""


def read_for(table: str, row_id: UUID | str, column: str, sealed: bytes | memoryview | None) -> str:
    """Return the text of a sealed column; "" for an empty one. Raises a PrivacyProblem, never a wrong text."""
    return cipher.open_(ring(), sealed, table, column, row_id) if sealed else ""


def lookup_for(kind: str, value: str) -> bytes:
    """Return the hash by which `value` is found. Raises NothingToLookUp for "" and the like."""
    return lookup_hash(ring(), kind, value)


@lru_cache(maxsize=4)
def _ring_of_text(text: str) -> KeyRing:
    return ring_from_json(text)


@lru_cache(maxsize=4)
def _ring_of_file(path: Path, changed_ns: int, inode: int) -> KeyRing:
    return ring_from_file(path)
