"""Keeping and finding petitioners: sealed on the way in, masked on the way out, found by keyed hashes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.models import Petitioner
from huiyin.privacy.cipher import is_current, reseal
from huiyin.privacy.installed import lookup_for, read_for, seal_for
from huiyin.privacy.keys import KeyRing
from huiyin.privacy.lookup import can_look_up
from huiyin.privacy.masking import mask_address, mask_name, mask_phone

TABLE = "cases_petitioner"
SEALED = ("name", "phone", "address")


@dataclass(frozen=True)
class Contact:
    """What is known of a petitioner, readable or masked."""

    name: str
    phone: str
    address: str


def petitioner_said(said: Mapping[str, Any], at: datetime) -> Petitioner | None:
    """Return an unsaved petitioner with sealed contact data, or None where nothing at all was said of one."""
    texts = {field: said.get(field) or "" for field in SEALED}
    account = said.get("account") or ""
    if not any(texts.values()) and not account and not said.get("confidential") and not said.get("do_not_call"):
        return None
    row = Petitioner(
        kind=said.get("petitioner_kind") or "person", anonymous=said.get("anonymous", False), at=at,
        confidential=said.get("confidential", False), do_not_call=said.get("do_not_call", False),
    )  # fmt: skip
    for field, text in texts.items():
        setattr(row, field, seal_for(TABLE, row.id, field, text) if text else None)
    row.phone_hash = hash_or_none("phone", texts["phone"])
    row.name_hash = hash_or_none("name", texts["name"])
    row.account_hash = hash_or_none("name", account)
    return row


def hash_or_none(kind: str, value: str) -> bytes | None:
    """Return the keyed hash by which a value is found, None where nothing is left to find."""
    return lookup_for(kind, value) if value and can_look_up(kind, value) else None


def contact_of(row: Petitioner) -> Contact:
    """Return the readable contact data. Only after a reveal with a purpose, which is an event."""
    return Contact(*(read_for(TABLE, row.id, field, getattr(row, field)) for field in SEALED))


def masked_contact_of(row: Petitioner | None) -> Contact:
    """Return what everybody may see of a petitioner."""
    if row is None or row.anonymous:
        return Contact("匿名", "", "")
    known = contact_of(row)
    name = mask_name(known.name) if known.name else ""
    return Contact(
        name, mask_phone(known.phone) if known.phone else "", mask_address(known.address) if known.address else ""
    )


def reseal_petitioners(ring: KeyRing) -> Iterator[bool]:
    """Seal every petitioner anew with the current key: yields whether a row was not current."""
    for row in Petitioner.objects.order_by("id").iterator(chunk_size=500):
        anew = {f: reseal(ring, getattr(row, f), TABLE, f, row.id) for f in SEALED if _is_old(ring, getattr(row, f))}
        if anew:
            Petitioner.objects.filter(pk=row.pk).update(**anew)
        yield bool(anew)


def _is_old(ring: KeyRing, sealed: bytes | memoryview | None) -> bool:
    return bool(sealed) and not is_current(ring, bytes(sealed or b""))


def called_from(phone: str) -> "QuerySet[Petitioner]":
    """Return the petitioners known by this phone number."""
    hashed = hash_or_none("phone", phone)
    return Petitioner.objects.filter(phone_hash=hashed) if hashed else Petitioner.objects.none()
