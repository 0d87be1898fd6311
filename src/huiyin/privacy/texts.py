"""Masking of what stands in free text: phone numbers, documents, cards, addresses of mail and chat.

Each pattern is bounded in every repetition, so that the time is linear in the text, whatever somebody writes.
"""

import re
from collections.abc import Callable, Iterable

from huiyin.privacy.masking import STARS, mask_email, mask_id_card, mask_phone

_HALF_WIDTH = str.maketrans("０１２３４５６７８９＋－（）＠．ｘＸ", "0123456789+-()@.xX")
"""One sign for one sign: what is found at a place in the translated text stands at that place in the original."""

_SIGNS = r"[-\s.·‐-―\u3000\u200b-\u200f\u2060\ufeff]"
_GAP = _SIGNS + "{0,3}"
_SPACED = _SIGNS + "{1,3}"
_START, _END = r"(?<![0-9])", r"(?![0-9])"
_BIRTH = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_SHORT_BIRTH = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_COUNTRY = rf"(?:\(?(?:\+|00)?86\)?{_GAP})?"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_MOBILE = "|".join(
    [rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}", rf"1[3-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}}",
     rf"1[3-9]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}", rf"1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}",
     rf"1{_SPACED}[3-9](?:{_SPACED}\d){{9}}"]
)  # fmt: skip
_LANDLINE = "|".join(
    [rf"0{_AREA}{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}", rf"\(0?{_AREA}\){_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}",
     rf"(?:\+|00)86{_GAP}(?:\(0\))?{_AREA}{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}", r"[3-9]\d{2}-[2-9]\d{3}-\d{4}"]
)  # fmt: skip


def _hidden(found: str) -> str:
    return STARS


def _hidden_after_label(found: str) -> str:
    return re.sub(r"[0-9a-zA-Z_-]{5,20}$", STARS, found)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), mask)
    for pattern, mask in (
        (r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}", mask_email),
        (rf"{_START}[1-9]\d{{5}}{_GAP}{_BIRTH}{_GAP}\d{{3}}[\dx](?![0-9a-z])", mask_id_card),
        (rf"{_START}[1-9]\d{{5}}{_SHORT_BIRTH}\d{{3}}{_END}", mask_id_card),
        (rf"{_START}\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?{_END}", _hidden),
        (rf"{_START}{_COUNTRY}0?(?:{_MOBILE}){_END}", mask_phone),
        (rf"{_START}(?:{_LANDLINE}){_END}", mask_phone),
        (rf"{_START}[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}{_END}", mask_phone),
        (r"(?:电话|手机|号码|座机)[^0-9\n]{0,6}\d{7,12}(?![0-9])", _hidden_after_label),
        (r"(?:微信|weixin|wechat|qq)[号是为:：\s]{0,4}[a-z0-9][a-z0-9_-]{4,19}", _hidden_after_label),
    )
)


def mask_text(text: str) -> str:
    """Return the text with every phone number, identity number, card, mail and chat address masked."""
    for pattern, mask in _PATTERNS:
        text = _masked(text, pattern, mask)
    return text


def redacted_summary(text: str, known: Iterable[str] = (), length: int = 120) -> str:
    """Return a masked beginning of the text in which the `known` words (names, addresses) stand as stars.

    For the superior of a unit that is reported against: what it is about, not who says so.
    """
    for word in sorted({w.strip() for w in known if len(w.strip()) > 1}, key=len, reverse=True):
        text = text.replace(word, STARS)
    masked = " ".join(mask_text(text).split())
    return masked if len(masked) <= length else f"{masked[:length]}……"


def _masked(text: str, pattern: re.Pattern[str], mask: Callable[[str], str]) -> str:
    pieces, done = [], 0
    for found in pattern.finditer(text.translate(_HALF_WIDTH)):
        pieces += [text[done : found.start()], mask(found[0])]
        done = found.end()
    return "".join([*pieces, text[done:]])
