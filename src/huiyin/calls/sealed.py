"""The callers' numbers in the rotation of keys."""

from collections.abc import Iterator

from huiyin.calls.models import Call
from huiyin.calls.queries import TABLE
from huiyin.privacy.cipher import is_current, reseal
from huiyin.privacy.keys import KeyRing


def reseal_callers(ring: KeyRing) -> Iterator[bool]:
    """Seal every caller's number anew with the current key: yields whether a row was not current."""
    rows = Call.objects.filter(caller__isnull=False).order_by("id").values_list("pk", "caller")
    for pk, sealed in rows.iterator(chunk_size=500):
        known = bytes(sealed or b"")
        old = not is_current(ring, known)
        if old:
            Call.objects.filter(pk=pk).update(caller=reseal(ring, known, TABLE, "caller", pk))
        yield old
