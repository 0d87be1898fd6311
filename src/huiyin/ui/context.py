"""What every page needs from the house: the entries of the navigation, and which of them is open."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.ui.looks import looks_of
from huiyin.ui.navigation import Entry, entries_for

_address = lru_cache(maxsize=256)(reverse)


def page(request: HttpRequest) -> dict[str, Any]:
    """Return `actor` (None for a stranger), `looks`, `post_labels`, `navigation` and `personal` as (entry, address, is_open)."""
    actor, looks = getattr(request, "actor", None), looks_of(request)
    if not isinstance(actor, Actor):
        return {"actor": None, "looks": looks, "navigation": [], "personal": [], "post_labels": []}
    lines = _lines(request.path, actor)
    return {
        "actor": actor,
        "looks": looks,
        "post_labels": sorted({seat.post.label for seat in actor.seats}),
        "navigation": [line for line in lines if not line[0].personal],
        "personal": [line for line in lines if line[0].personal],
    }


def _lines(path: str, actor: Actor) -> list[tuple[Entry, str, bool]]:
    lines = [(entry, _address(entry.url_name)) for entry in entries_for(actor)]
    open_one = max((address for _, address in lines if path.startswith(address)), key=len, default=None)
    return [(entry, address, address == open_one) for entry, address in lines]
