"""Questions about drafts: what somebody has kept of a form. Nobody is told of another's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.drafts.models import Draft, id_of
from huiyin.flow.times import local
from huiyin.journal.models import Told
from huiyin.privacy.installed import read_for
from huiyin.privacy.problems import PrivacyProblem

TABLE, COLUMN = "drafts_draft", "typed"


@dataclass(frozen=True)
class Kept:
    """A draft as it was typed, by the names of the fields."""

    form: str
    typed: Mapping[str, Sequence[str]]
    at: datetime

    def told_at(self, now: datetime) -> str:
        """Return when it was kept, as one says it at `now`: "10:32", on another day with the day before it."""
        then = local(self.at)
        return f"{then:%H:%M}" if then.date() == local(now).date() else f"{then.month}月{then.day}日 {then:%H:%M}"


def kept(user_id: UUID, form: str) -> Kept | None:
    """Return the person's draft of this form; None for none, for one that was sent, and for one that cannot be opened."""
    row = Draft.objects.filter(pk=id_of(user_id, form)).first()
    if row is None or was_sent(user_id, row.key):
        return None
    try:
        text = read_for(TABLE, row.pk, COLUMN, row.typed)
    except PrivacyProblem:
        # With the key the draft is lost; the page on which it would be shown is not.
        return None
    return Kept(form, json.loads(text), row.at)


def was_sent(user_id: UUID, key: str) -> bool:
    """Whether the page with this key was sent: a draft that arrives later is a latecomer."""
    return bool(key) and Told.objects.filter(actor_id=user_id, key=key).exists()
