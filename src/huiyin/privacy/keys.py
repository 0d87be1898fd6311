"""The key ring: the keys that seal personal data, and one more key, never used for sealing, that hashes it."""

import base64
import binascii
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from huiyin.privacy.problems import KeyInUse, KeyLost, KeysMissing, KeysUnreadable

Suite = Literal["aes-256-gcm", "sm4-gcm"]
"""How new data is sealed. SM4 (GB/T 32907) is for installations that must use national algorithms."""

KEY_BYTES = 32
KEY_ID = re.compile(r"[0-9a-f]{8}")
"""A key is named by 8 hexadecimal digits: the 4 bytes that stand in each ciphertext."""

_FIELDS = {"current", "keys", "hash_key", "suite"}


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id. New data is sealed with `current`; the others only open what was sealed with them.

    The material is kept out of `repr`, so that no log or error page can show it.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    hash_key: bytes = field(repr=False)
    suite: Suite = "aes-256-gcm"

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))
        if why := _fault(self):
            raise KeysUnreadable("密钥环", why)

    def key(self, key_id: str) -> bytes:
        """Return the 32 bytes of this key. Raises KeyLost where the ring does not hold it."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeyLost(key_id) from None

    def to_json(self) -> str:
        """Return the text from which `ring_from_json` makes this ring again."""
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in self.keys.items()}
        hash_key = base64.b64encode(self.hash_key).decode()
        return json.dumps({"current": self.current, "keys": keys, "hash_key": hash_key, "suite": self.suite}, indent=1)


def new_ring(suite: Suite = "aes-256-gcm") -> KeyRing:
    """Return a ring of one fresh key and a fresh hash key."""
    key_id = secrets.token_hex(4)
    return KeyRing(key_id, {key_id: _fresh()}, _fresh(), suite)


def rotated(ring: KeyRing, suite: Suite | None = None) -> KeyRing:
    """Return a ring with a fresh current key, on which all old keys and the hash key stay."""
    key_id = _unused_id(ring)
    return replace(ring, current=key_id, keys={**ring.keys, key_id: _fresh()}, suite=suite or ring.suite)


def without(ring: KeyRing, key_id: str) -> KeyRing:
    """Return the ring without a key that seals nothing any more. Raises KeyInUse for the current one."""
    if key_id == ring.current:
        raise KeyInUse(key_id)
    return replace(ring, keys={name: key for name, key in ring.keys.items() if name != key_id})


def ring_from_json(text: str, place: str = "HUIYIN_KEYS") -> KeyRing:
    """Read a ring. Raises KeysUnreadable, naming `place`, for anything that is not exactly a ring."""
    try:
        parts = json.loads(text)
        if not isinstance(parts, dict) or not {"current", "keys", "hash_key"} <= parts.keys() <= _FIELDS:
            raise KeysUnreadable(place, "格式不对")
        return _ring_from(parts)
    except KeysUnreadable as unreadable:
        raise KeysUnreadable(place, str(unreadable)) from None
    except (ValueError, TypeError, AttributeError, binascii.Error):
        # The cause is cut off: a message of the JSON reader may quote the key material.
        raise KeysUnreadable(place, "格式不对") from None


def ring_from_environment(environ: Mapping[str, str]) -> KeyRing | None:
    """Return the ring in HUIYIN_KEYS (JSON), or None where the variable is absent."""
    text = environ.get("HUIYIN_KEYS")
    return ring_from_json(text) if text else None


def ring_from_file(path: Path) -> KeyRing:
    """Read the ring of a key file. Raises KeysMissing or KeysUnreadable."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeysMissing(str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnreadable(str(path), type(error).__name__) from None
    return ring_from_json(text, str(path))


def make_key_file(path: Path, suite: Suite = "aes-256-gcm") -> KeyRing:
    """Make the key file (mode 600) if it is absent, and return the ring in it. An existing file is never replaced."""
    if not path.exists():
        draft = _draft_of(path, new_ring(suite).to_json())
        try:
            # Web and worker may start together: the first link to the name wins, the other reads the winner's file.
            os.link(draft, path)
            _flush_directory(path.parent)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return ring_from_file(path)


def save_ring(ring: KeyRing, path: Path) -> None:
    """Replace the key file in one step, so that a power cut leaves the old ring or the new one."""
    _draft_of(path, ring.to_json()).replace(path)
    _flush_directory(path.parent)


def _draft_of(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return draft


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ring_from(parts: Mapping[str, Any]) -> KeyRing:
    keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in parts["keys"].items()}
    hash_key = base64.b64decode(parts["hash_key"], validate=True)
    return KeyRing(parts["current"], keys, hash_key, parts.get("suite", "aes-256-gcm"))


def _fault(ring: KeyRing) -> str:
    if not all(KEY_ID.fullmatch(key_id) for key_id in ring.keys):
        return "密钥编号应是 8 位十六进制数字"
    if ring.current not in ring.keys:
        return f"当前密钥 {ring.current} 不在密钥环上"
    if any(len(key) != KEY_BYTES for key in [*ring.keys.values(), ring.hash_key]):
        return "每个密钥应是 32 字节"
    if ring.hash_key in ring.keys.values():
        return "检索密钥不能与加密密钥相同"
    if ring.suite not in get_args(Suite):
        return f"不认识的算法 {ring.suite}"
    return ""


def _fresh() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _unused_id(ring: KeyRing) -> str:
    while (key_id := secrets.token_hex(4)) in ring.keys:
        continue
    return key_id
