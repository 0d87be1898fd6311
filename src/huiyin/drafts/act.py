"""Keeping drafts and throwing them away. They leave no event: what nobody sent was never said."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from huiyin.drafts.models import Draft, id_of
from huiyin.drafts.queries import COLUMN, TABLE, was_sent
from huiyin.flow.table import Refused
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.privacy.cipher import is_current, reseal
from huiyin.privacy.installed import seal_for
from huiyin.privacy.keys import KeyRing

MOST_FIELDS, LONGEST = 400, 200_000
"""How many fields and signs a draft may hold: more than any form of the house takes."""

MOST_DRAFTS = 50
"""So many drafts one person may have; the oldest give way."""

Typed = Mapping[str, Sequence[str]]


def keep(user_id: UUID, form: str, typed: Typed, *, key: str, at: datetime) -> bool:
    """Keep what is typed in the place of what was kept before; False where the page was sent already. Raises Refused."""
    filled = {name: [str(value) for value in values] for name, values in typed.items()}
    text = json.dumps(filled, ensure_ascii=False)
    if len(filled) > MOST_FIELDS or len(text) > LONGEST:
        raise Refused([f"草稿最多 {LONGEST:,} 字"])
    with writing():
        if was_sent(user_id, key):
            return False
        pk = id_of(user_id, form)
        row = Draft(id=pk, user_id=user_id, form=form, key=key, typed=seal_for(TABLE, pk, COLUMN, text), at=at)
        insert([row], changing=("typed", "key", "at"))
        _let_the_oldest_give_way(user_id)
    return True


def throw_away(user_id: UUID, form: str, *, key: str = "") -> int:
    """Throw a draft away; with a key only what was typed on that page, so that another open page keeps its own."""
    drafts = Draft.objects.filter(pk=id_of(user_id, form))
    with writing():
        return (drafts.filter(key=key) if key else drafts).delete()[0]


def remove_old(at: datetime) -> int:
    """Delete the drafts of which nobody sent anything in the days of the settings; returns how many."""
    with writing():
        return Draft.objects.filter(at__lt=at - timedelta(days=settings.DRAFTS_KEPT_DAYS)).delete()[0]


def reseal_drafts(ring: KeyRing) -> Iterator[bool]:
    """Seal every draft anew with the current key: yields whether it was not current."""
    for row in Draft.objects.order_by("id").iterator(chunk_size=500):
        anew = not is_current(ring, row.typed)
        if anew:
            # Whoever goes on typing meanwhile seals with the new key already.
            Draft.objects.filter(pk=row.pk, at=row.at).update(typed=reseal(ring, row.typed, TABLE, COLUMN, row.pk))
        yield anew


def _let_the_oldest_give_way(user_id: UUID) -> None:
    mine = Draft.objects.filter(user_id=user_id).order_by("-at", "-id")
    too_many = list(mine.values_list("id", flat=True)[MOST_DRAFTS:])
    if too_many:
        Draft.objects.filter(pk__in=too_many).delete()
