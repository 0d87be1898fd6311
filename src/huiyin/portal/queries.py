"""Which case a citizen means, and what of it a citizen is told. Nothing here writes."""

import unicodedata
from datetime import date

from django.conf import settings

from huiyin.cases.models import Case
from huiyin.privacy.codes import query_code_matches
from huiyin.privacy.installed import ring
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Channel
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit
from huiyin.units.queries import active

OWN_CHANNELS = ("web", "mayor_mailbox")
"""The channels of which this site is the way in, where the city's rulebook has them."""

NO_HASH = bytes(32)
"""What a code is compared with where there is no case, so that a wrong number takes as long as a wrong code."""


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this city in force on a day."""
    return book_for(settings.CITY, day)


def channels_open(book: Rulebook) -> list[Channel]:
    """Return the channels of the rulebook by which a citizen can submit here."""
    return [channel for channel in book.channels if channel.code in OWN_CHANNELS]


def as_written(number: str) -> str:
    """Return a typed case number as numbers are written: narrow signs, capital letters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def case_with(number: str, code: str) -> Case | None:
    """Return the case whose number and code these are, None for a wrong number as for a wrong code."""
    case = Case.objects.filter(number=as_written(number)).first()
    stored = bytes(case.query_hash) if case and case.query_hash else NO_HASH
    matches = query_code_matches(ring(), code, stored)
    return case if case and matches and stored != NO_HASH else None


def units_to_accuse(day: date) -> list[tuple[str, str]]:
    """Return (id, name) of the units directly below the centre, for reports (举报)."""
    rows: list[Unit] = list(active(day).filter(depth=1).order_by("path"))
    return [(str(unit.pk), unit.name) for unit in rows]
