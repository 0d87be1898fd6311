"""Sealing the files anew when the key was changed."""

from collections.abc import Iterator

from huiyin.files import storage
from huiyin.files.act import COLUMN, TABLE
from huiyin.files.models import Attachment
from huiyin.privacy.cipher import OVERHEAD, is_current, reseal
from huiyin.privacy.keys import KeyRing


def reseal_files(ring: KeyRing) -> Iterator[bool]:
    """Yield for each file whether it was sealed anew. Only the head of those that are current is read."""
    rows = Attachment.objects.filter(erased_at__isnull=True).values_list("id", "stored_name")
    for pk, stored_name in rows.iterator(chunk_size=1000):
        anew = not is_current(ring, storage.read(stored_name, OVERHEAD))
        if anew:
            storage.write(stored_name, reseal(ring, storage.read(stored_name), TABLE, COLUMN, pk))
        yield anew
