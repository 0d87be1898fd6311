"""What may be read by whoever holds number and code: no name, no telephone number, and in reports no unit."""

from dataclasses import dataclass
from typing import Self

from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.privacy.masking import STARS
from huiyin.privacy.texts import mask_text
from huiyin.rulebook.shelf import book as book_named


@dataclass(frozen=True)
class Discretion:
    """What is kept back of one case: the words that tell who petitions, and whether the units' names are told."""

    known: tuple[str, ...]
    hides_units: bool

    @classmethod
    def of(cls, case: Case) -> Self:
        """Return what is kept back of a case. The contact is read to be struck out, never to be shown."""
        contact = contact_of(case.petitioner) if case.petitioner else None
        words = (contact.name, contact.phone, contact.address) if contact else ()
        is_report = bool(case.kind) and book_named(case.book).kind(case.kind).kept_from_accused
        return cls(tuple(word for word in words if len(word) > 1), is_report or bool(case.accused_path))

    def of_official(self, text: str) -> str:
        """Return what a unit or the centre wrote: its own telephone numbers stay, the petitioner's do not."""
        for word in self.known:
            text = text.replace(word, STARS)
        return text

    def of_citizen(self, text: str) -> str:
        """Return what the petitioner wrote, every number that leads to a person masked."""
        return mask_text(self.of_official(text))
