"""Query codes: what a petitioner shows to see the own case. Only a keyed hash of a code is kept."""

import hmac
import secrets

from huiyin.privacy.keys import KeyRing
from huiyin.privacy.lookup import NothingToLookUp, lookup_hash


def new_query_code(digits: int) -> str:
    """Return so many random digits: one guess in 10**digits hits. Whoever asks for a code must still count the guesses."""
    return f"{secrets.randbelow(10**digits):0{digits}}"


def query_code_of_write(ring: KeyRing, digits: int, write: str) -> str:
    """Return the code of a write that bears a key: as random to everybody else, and the same if it is sent again."""
    number = int.from_bytes(lookup_hash(ring, "text", f"query code of write\0{write}"), "big")
    return f"{number % 10**digits:0{digits}}"


def hash_query_code(ring: KeyRing, code: str) -> bytes:
    """Return the 32 bytes to store. Blanks, dashes and full-width digits in what was typed do not matter."""
    return lookup_hash(ring, "query_code", code)


def query_code_matches(ring: KeyRing, code: str, stored: bytes | memoryview) -> bool:
    """Compare in constant time. Nothing typed matches nothing stored."""
    try:
        return hmac.compare_digest(hash_query_code(ring, code), bytes(stored))
    except NothingToLookUp:
        return False
