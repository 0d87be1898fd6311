"""What somebody typed into the box, understood: words to be found, perhaps a number, a phone number or a name."""

import re
import unicodedata
from dataclasses import dataclass, replace

from huiyin.cases.petitioners import hash_or_none
from huiyin.search.words import terms_of

LONGEST = 60
MOST_TERMS = 6
_NUMBER = re.compile(r"[A-Za-z0-9_./-]{2,24}")
_PHONE = re.compile(r"[0-9+()转#\s-]{7,30}")
_DIGIT = re.compile(r"[0-9]")
LEAST_DIGITS = 7


@dataclass(frozen=True)
class Asked:
    """What was typed: `terms` all have to be found; `number`, `phone` and `name` are "" where it cannot be one."""

    typed: str
    terms: tuple[str, ...]
    number: str = ""
    phone: str = ""
    name: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.terms

    def without_person(self) -> "Asked":
        """Return the same question, by which nobody is found by phone or name."""
        return replace(self, phone="", name="")

    @property
    def person_hash(self) -> tuple[str, bytes] | None:
        """The field and the keyed hash by which the petitioner would be found; nothing legible is compared."""
        for kind, value in (("phone", self.phone), ("name", self.name)):
            if hashed := hash_or_none(kind, value):
                return f"{kind}_hash", hashed
        return None


def asked_by(typed: str) -> Asked:
    """Understand what was typed. What is too long is cut, and a note says so."""
    text = typed.replace("\0", "").strip()
    terms, notes = terms_of(text[:LONGEST]), []
    if len(text) > LONGEST:
        notes.append(f"只按前 {LONGEST} 个字查找")
    if len(terms) > MOST_TERMS:
        notes.append(f"只按前 {MOST_TERMS} 个词查找")
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    return Asked(
        text[:LONGEST], tuple(terms[:MOST_TERMS]), plain if _NUMBER.fullmatch(plain) else "", _phone_in(plain),
        plain if len(plain) >= 2 and not _DIGIT.search(plain) else "", tuple(notes),
    )  # fmt: skip


def _phone_in(plain: str) -> str:
    is_phone = _PHONE.fullmatch(plain) and len(_DIGIT.findall(plain)) >= LEAST_DIGITS
    return plain if is_phone else ""
