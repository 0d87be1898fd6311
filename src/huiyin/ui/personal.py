"""What is typed to find a person stands in no address: it goes by POST and comes back sealed, to be opened by its typist alone.

Addresses lie in the logs of servers and in the history of browsers. What is sealed here can be turned over page by page, kept and
come back to like any other address; in another person's hands it says nothing.
"""

import base64
import binascii
from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

from huiyin.flow.actor import Actor
from huiyin.privacy.installed import read_for, seal_for
from huiyin.privacy.problems import PrivacyProblem
from huiyin.ui.doors import actor_in
from huiyin.ui.pages import Listing, ListSpec

MARK = "~"
"""Begins what is sealed. Nobody looks for a person by it."""

TABLE, COLUMN = "ui_address", "typed"
LONGEST = 2000
NOT_IN_ADDRESS = "查人的内容不放在网址里：请在框内输入后再查"


def sealed(text: str, actor: Actor) -> str:
    """Return what stands in the address for the text; nothing for no text."""
    if not text:
        return ""
    return MARK + base64.urlsafe_b64encode(seal_for(TABLE, actor.user_id, COLUMN, text)).decode().rstrip("=")


def opened(value: str, actor: Actor) -> str | None:
    """Return the text, None for what is not sealed, is sealed for somebody else, or was changed."""
    if not value.startswith(MARK) or len(value) > LONGEST:
        return None
    body = value.removeprefix(MARK)
    try:
        return read_for(TABLE, actor.user_id, COLUMN, base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (PrivacyProblem, binascii.Error, ValueError):
        return None


def sealed_query(sent: QueryDict, personal: Iterable[str], actor: Actor, *, leave_out: Iterable[str] = ()) -> str:
    """Return what a form sent as the query of an address, what tells of persons sealed, empty fields left out."""
    names, query = set(personal), QueryDict(mutable=True)
    for key, values in sent.lists():
        kept = [sealed(text.strip(), actor) if key in names else text for text in values]
        if key not in leave_out and any(kept):
            query.setlist(key, [text for text in kept if text])
    return query.urlencode()


def read_listing(spec: ListSpec, request: HttpRequest, given: object = None) -> Listing:
    """Understand the address of a list of which some filters find persons: `ListSpec.read`, with these opened."""
    query, actor, legible = request.GET.copy(), actor_in(request), False
    for key in spec.personal:
        for value in query.pop(key, []):
            text = opened(value, actor)
            legible = legible or (text is None and bool(value.strip()))
            query.setlist(key, [text or ""])
    listing = spec.read(query, given)
    if legible:
        listing.messages.append(NOT_IN_ADDRESS)
    return listing
