"""Sealing: authenticated encryption bound to the table, the column and the row in which the ciphertext stands.

A sealed value is version (1 byte), key id (4), nonce (12), data, tag (16). Version 1 is AES-256-GCM, version 2 SM4-GCM.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.privacy.keys import KeyRing
from huiyin.privacy.problems import SealBroken, UnknownVersion

HEADER_BYTES = 5
NONCE_BYTES = 12
TAG_BYTES = 16
OVERHEAD = HEADER_BYTES + NONCE_BYTES + TAG_BYTES
"""How many bytes a sealed value is longer than its text."""


class _Lock(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class _Sm4Gcm:
    """SM4-GCM with the two methods of AESGCM."""

    def __init__(self, key: bytes) -> None:
        # SM4 takes 16 bytes. They are derived, so that no key serves two algorithms.
        self.key = HKDF(SHA256(), 16, salt=None, info=b"huiyin sm4-gcm").derive(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return the encrypted data followed by its tag."""
        pen = Cipher(algorithms.SM4(self.key), modes.GCM(nonce)).encryptor()
        pen.authenticate_additional_data(associated_data)
        return pen.update(data) + pen.finalize() + pen.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return the data. Raises InvalidTag."""
        tag = data[-TAG_BYTES:]
        eye = Cipher(algorithms.SM4(self.key), modes.GCM(nonce, tag)).decryptor()
        eye.authenticate_additional_data(associated_data)
        return eye.update(data[:-TAG_BYTES]) + eye.finalize()


_VERSIONS: Mapping[str, int] = {"aes-256-gcm": 1, "sm4-gcm": 2}


def seal(ring: KeyRing, text: str, table: str, column: str, row_id: UUID | str) -> bytes:
    """Return `text` sealed for exactly this place: ("cases_petitioner", "phone", id of the row).

    The nonce is random: one key is good for 2**32 values, after which it must be rotated (NIST SP 800-38D, 8.3).
    """
    return seal_bytes(ring, text.encode(), table, column, row_id)


def open_(ring: KeyRing, sealed: bytes | memoryview, table: str, column: str, row_id: UUID | str) -> str:
    """Return the text. Raises KeyLost, UnknownVersion, or SealBroken for what was changed or moved here."""
    return open_bytes(ring, sealed, table, column, row_id).decode()


def seal_bytes(ring: KeyRing, data: bytes, table: str, column: str, row_id: UUID | str) -> bytes:
    """Seal bytes, such as those of a file, in one piece. As `seal`."""
    version = _VERSIONS[ring.suite]
    header = bytes([version]) + bytes.fromhex(ring.current)
    nonce = os.urandom(NONCE_BYTES)
    bound = header + _place(table, column, row_id)
    return header + nonce + _lock(version, ring.key(ring.current)).encrypt(nonce, data, bound)


def open_bytes(ring: KeyRing, sealed: bytes | memoryview, table: str, column: str, row_id: UUID | str) -> bytes:
    """Open what `seal_bytes` sealed. Raises as `open_`."""
    sealed = bytes(sealed)
    place = _place(table, column, row_id)
    header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    key_id = sealed_with(sealed)
    lock = _lock(header[0], ring.key(key_id))
    try:
        return lock.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + place)
    except InvalidTag:
        raise SealBroken(place.decode()) from None


def sealed_with(sealed: bytes | memoryview) -> str:
    """Return the id of the key that a sealed value needs. Raises UnknownVersion, or SealBroken for a stump."""
    start = bytes(sealed[:HEADER_BYTES])
    if start and start[0] not in _VERSIONS.values():
        raise UnknownVersion(start[0])
    if len(sealed) < OVERHEAD:
        raise SealBroken("内容不完整")
    return start[1:].hex()


def is_current(ring: KeyRing, sealed: bytes | memoryview) -> bool:
    """Whether the value is sealed with the ring's current key and suite, so that rotation may pass it by."""
    return sealed_with(sealed) == ring.current and sealed[0] == _VERSIONS[ring.suite]


def reseal(ring: KeyRing, sealed: bytes | memoryview, table: str, column: str, row_id: UUID | str) -> bytes:
    """Return the same content sealed with the current key; what is sealed with it already comes back unchanged."""
    if is_current(ring, sealed):
        return bytes(sealed)
    return seal_bytes(ring, open_bytes(ring, sealed, table, column, row_id), table, column, row_id)


def _place(table: str, column: str, row_id: UUID | str) -> bytes:
    parts = [table, column, str(row_id)]
    # Without this, ("a|b", "c") and ("a", "b|c") would be the same place.
    if not all(parts) or any("|" in part for part in parts):
        raise ValueError(f"a sealed value stands in a table, a column and a row: {parts}")
    return "|".join(parts).encode()


@lru_cache(maxsize=32)
def _lock(version: int, key: bytes) -> _Lock:
    return AESGCM(key) if version == 1 else _Sm4Gcm(key)
