"""Petitioners of copied cases: a seal opens in its own row only, so each copy is sealed anew, with its own number."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from huiyin.cases.models import Petitioner
from huiyin.cases.petitioners import TABLE, hash_or_none
from huiyin.privacy.installed import seal_for

NAME = "李某"


def other_id(original: UUID, copy: int) -> UUID:
    """Return the id that copy `copy` of a row has: version 8, and five digits laid over the original's random part."""
    return UUID(hex=f"{original.hex[:12]}8{original.hex[13:20]}{copy:05x}{original.hex[25:]}")


def callers(
    originals: Sequence[Petitioner], first: int, last: int, days_before: Callable[[int], int]
) -> Iterator[Petitioner]:
    """Give the petitioners of copies `first` to `last`, unsaved, each some days before its original."""
    chance, name_hash = Random(f"callers of copies from {first}"), hash_or_none("name", NAME)
    for copy in range(first, last + 1):
        earlier = timedelta(days=days_before(copy))
        for original in originals:
            pk, phone = other_id(original.id, copy), f"139{chance.randrange(10**8):08}"
            yield Petitioner(
                id=pk, kind=original.kind, at=original.at - earlier, name=seal_for(TABLE, pk, "name", NAME),
                phone=seal_for(TABLE, pk, "phone", phone), phone_hash=hash_or_none("phone", phone), name_hash=name_hash,
            )  # fmt: skip
