"""What a page with a form needs to bring back a draft: what to fill in, and what to say of it."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.crypto import salted_hmac

from huiyin.drafts.queries import Kept as Draft
from huiyin.drafts.queries import kept
from huiyin.flow.actor import Actor
from huiyin.moves.form import KEY, SEEN, new_key
from huiyin.moves.keeping import Kept


@dataclass(frozen=True)
class DraftOfPage:
    """The draft of one form on one page: `restored_at` is "" where nothing was brought back.

    `seal_key` is the key with which this person's browser seals what it cannot send while the network is away. It
    stands in the page and is never stored there: who signs out takes it along. `seal_tag` names the person to the
    browser and tells nobody who it is. The last three are where templates and script lie, for rooms below.
    """

    form: str
    restored_at: str = ""
    back: str = ""
    kept_ms: int = 0
    seal_key: str = ""
    seal_tag: str = ""
    restored: str = "drafts/restored.html"
    attributes: str = "drafts/attributes.html"
    script: str = "drafts/drafts.js"


def draft_of(actor: Actor, form: str) -> Draft | None:
    """Return what the actor had typed into this form."""
    return kept(actor.user_id, form)


def as_data(draft: Draft) -> QueryDict:
    """Return the draft as the data of a form. It takes a new key: as a sending it is another one."""
    data: Any = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        if name not in {KEY, SEEN}:
            data.setlist(name, list(values))
    data[KEY] = new_key()
    return data


def of_move(actor: Actor, form: str, back: str, now: datetime) -> Kept:
    """Return what was kept of the form of a move, for the port of the moves."""
    draft = draft_of(actor, form)
    page = shown(form, draft, back, now)
    at = int(draft.at.timestamp() * 1000) if draft else 0
    seal = {"seal_key": b64encode(_derived("seal", actor.user_id)).decode(), "seal_tag": tag_of(actor.user_id)}
    return Kept(as_data(draft) if draft else None, replace(page, kept_ms=at, **seal))


def tag_of(user_id: UUID) -> str:
    """Return by what a person's browser names the person: it tells nobody who it is."""
    return _derived("tag", user_id).hex()[:16]


def _derived(purpose: str, user_id: UUID) -> bytes:
    return salted_hmac(f"huiyin.drafts.{purpose}", str(user_id), algorithm="sha256").digest()


def shown(form: str, draft: Draft | None, back: str, now: datetime) -> DraftOfPage:
    """Return what the page says of the draft; `back` is the address of the page without it."""
    return DraftOfPage(form, draft.told_at(now) if draft else "", back)
