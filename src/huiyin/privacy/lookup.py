"""Keyed hashes: they find a petitioner by phone, name or document without anything legible in the database."""

import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping

from huiyin.privacy.keys import KeyRing

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー_~"), "-")
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅･．."), "·")

_EXTENSION = re.compile(r"(?:转|分机|ext|x|#)\D{0,6}(\d{1,8})\D{0,6}$", re.ASCII)
_DASHED_EXTENSION = re.compile(r"-\s?(\d{1,6})\D?$", re.ASCII)
_PLUS_FIRST = re.compile(r"\D{0,9}\+", re.ASCII)
_WITHOUT_AREA = re.compile(r"[2-9]\d{6,7}")
_WHOLE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}")
_ZERO_SWALLOWED = re.compile(r"10\d{8}|(?![48]00)[2-9]\d{9,10}")
_TRUNK_ZERO = re.compile(r"01[3-9]\d{9}")


def normalise_phone(value: str) -> str:
    """Return a phone number in its one spelling: "13800005521", "037123456789", "037123456789转801".

    Taken off: +86, 0086 and 86, the 0 dialled before a mobile number, brackets, dashes, blanks, words around it;
    full-width digits become plain ones. Given back: the 0 of an area code that +86 swallows. An extension is kept.
    """
    plain = unicodedata.normalize("NFKC", value).translate(_DASHES).casefold()
    main, extension = _split_extension(plain)
    digits = _national(main)
    return f"{digits}转{extension}" if digits and extension else digits


def normalise_name(value: str) -> str:
    """Return a name without blanks and invisible characters, in one width, one case and with one kind of middle dot."""
    text = unicodedata.normalize("NFKC", value).casefold().translate(_DOTS)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in _INVISIBLE)


def normalise_id(value: str) -> str:
    """Return the number of an identity document: capital letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", value).upper() if c.isalnum())


def _as_it_is(value: str) -> str:
    return value


NORMALISERS: Mapping[str, Callable[[str], str]] = {
    "phone": normalise_phone,
    "name": normalise_name,
    "id": normalise_id,
    "query_code": normalise_id,
    "text": _as_it_is,
    "remark": _as_it_is,
}
"""The kinds of values that are looked up; each kind hashes apart, so that a name never equals a phone number."""


class NothingToLookUp(ValueError):
    """Nothing is left of the value, such as "-" for a phone number. An empty hash would find every empty row."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"没有可检索的内容（{kind}）")


def lookup_hash(ring: KeyRing, kind: str, value: str) -> bytes:
    """Return the 32 bytes of HMAC-SHA-256 over the normalised value, by the ring's hash key.

    Raises NothingToLookUp where nothing is left, ValueError for a kind that NORMALISERS does not know.
    """
    if kind not in NORMALISERS:
        raise ValueError(f"unknown kind of lookup: {kind}")
    normal = NORMALISERS[kind](value)
    if not normal:
        raise NothingToLookUp(kind)
    return hmac.digest(ring.hash_key, f"{kind}\0{normal}".encode(errors="surrogatepass"), "sha256")


def can_look_up(kind: str, value: str) -> bool:
    """Whether anything is left of the value to hash."""
    return bool(NORMALISERS[kind](value))


def _split_extension(text: str) -> tuple[str, str]:
    if found := _EXTENSION.search(text):
        return text[: found.start()], found[1]
    found = _DASHED_EXTENSION.search(text)
    if found and _is_whole(text[: found.start()]):
        return text[: found.start()], found[1]
    return text, ""


def _is_whole(main: str) -> bool:
    # "23456789-801" has an extension, "371-2345-6789" is an area code with its number.
    return bool(_WHOLE.fullmatch(_national(main)) or _WITHOUT_AREA.fullmatch(main.strip()))


def _national(text: str) -> str:
    digits = "".join(c for c in text if c in "0123456789")
    if _PLUS_FIRST.match(text):
        return _from_abroad(digits)
    if digits.startswith("00"):
        return _from_abroad(digits[2:])
    rest = digits.removeprefix("86")
    if rest != digits and (_WHOLE.fullmatch(rest) or _ZERO_SWALLOWED.fullmatch(rest)):
        return _from_abroad(digits)
    return _without_trunk_zero(digits)


def _from_abroad(digits: str) -> str:
    if not digits.startswith("86"):
        return f"+{digits}" if digits else ""
    rest = digits[2:]
    return f"0{rest}" if _ZERO_SWALLOWED.fullmatch(rest) else _without_trunk_zero(rest)


def _without_trunk_zero(digits: str) -> str:
    return digits[1:] if _TRUNK_ZERO.fullmatch(digits) else digits
