"""Query codes: what a petitioner shows to see the own case. Only a keyed hash of a code is kept."""

import hmac
import secrets

from huiyin.privacy.keys import KeyRing
from huiyin.privacy.lookup import NothingToLookUp, lookup_hash

CODE_DIGITS = 10


def new_query_code() -> str:
    """Return 10 random digits. One guess in 10**10 hits; whoever asks for a code must still count the guesses."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hash_query_code(ring: KeyRing, code: str) -> bytes:
    """Return the 32 bytes to store. Blanks, dashes and full-width digits in what was typed do not matter."""
    return lookup_hash(ring, "query_code", code)


def query_code_matches(ring: KeyRing, code: str, stored: bytes | memoryview) -> bool:
    """Compare in constant time. Nothing typed matches nothing stored."""
    try:
        return hmac.compare_digest(hash_query_code(ring, code), bytes(stored))
    except NothingToLookUp:
        return False
