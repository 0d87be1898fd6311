"""What a page with a form needs to bring back a draft: what to fill in, and what to say of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from huiyin.drafts.queries import Kept, kept
from huiyin.flow.actor import Actor
from huiyin.moves.form import KEY, SEEN, new_key


@dataclass(frozen=True)
class DraftOfPage:
    """The draft of one form on one page: `restored_at` is "" where nothing was brought back. For drafts/state.html."""

    form: str
    restored_at: str = ""
    back: str = ""


def draft_of(actor: Actor, form: str) -> Kept | None:
    """Return what the actor had typed into this form."""
    return kept(actor.user_id, form)


def as_data(draft: Kept) -> QueryDict:
    """Return the draft as the data of a form. It takes a new key: as a sending it is another one."""
    data: Any = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        if name not in {KEY, SEEN}:
            data.setlist(name, list(values))
    data[KEY] = new_key()
    return data


def shown(form: str, draft: Kept | None, back: str, now: datetime) -> DraftOfPage:
    """Return what the page says of the draft; `back` is the address of the page without it."""
    return DraftOfPage(form, draft.told_at(now) if draft else "", back)
