"""Petitioners of copied cases: a seal opens in its own row only, so each copy is sealed anew, with its own number."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from huiyin.cases.models import Petitioner
from huiyin.cases.petitioners import TABLE, hash_or_none
from huiyin.privacy.installed import seal_for

FIRST_SIGN, SIGNS = 0x4E00, 5_000


def other_id(original: UUID, copy: int) -> UUID:
    """Return the id that copy `copy` of a row has: version 8, and five digits laid over the original's random part."""
    return UUID(hex=f"{original.hex[:12]}8{original.hex[13:20]}{copy:05x}{original.hex[25:]}")


def callers(
    originals: Sequence[Petitioner], first: int, last: int, days_before: Callable[[int], int]
) -> Iterator[Petitioner]:
    """Give the petitioners of copies `first` to `last`, unsaved, each some days before its original."""
    chance = Random(f"callers of copies from {first}")
    for copy in range(first, last + 1):
        earlier = timedelta(days=days_before(copy))
        for original in originals:
            pk, phone, name = other_id(original.id, copy), f"139{chance.randrange(10**8):08}", name_by(chance)
            yield Petitioner(
                id=pk, kind=original.kind, at=original.at - earlier, name=seal_for(TABLE, pk, "name", name),
                phone=seal_for(TABLE, pk, "phone", phone), phone_hash=hash_or_none("phone", phone),
                name_hash=hash_or_none("name", name),
            )  # fmt: skip


def name_by(chance: Random) -> str:
    """Return a made-up name. As many as in a city: were all called alike, the database would take that for the rule."""
    return f"李{chr(FIRST_SIGN + chance.randrange(SIGNS))}某"
