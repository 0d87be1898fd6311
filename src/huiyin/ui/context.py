"""What every page needs from the house: the entries of the navigation, and which of them is open."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.ui.looks import looks_of
from huiyin.ui.navigation import Entry, Group, arranged_for, entries_for

Line = tuple[Entry, str, bool]

_address = lru_cache(maxsize=256)(reverse)


def page(request: HttpRequest) -> dict[str, Any]:
    """Return `actor` (None for a stranger), `looks`, `post_labels`, and of the navigation what stands first and what is personal
    as (entry, address, is_open), and the groups with their entries and whether one of them is open.
    """
    actor, looks = getattr(request, "actor", None), looks_of(request)
    if not isinstance(actor, Actor):
        return {"actor": None, "looks": looks, "navigation": [], "side_groups": [], "personal": [], "post_labels": []}
    lines = {line[0].url_name: line for line in _lines(request.path, actor)}
    first, groups = arranged_for(actor)
    return {
        "actor": actor,
        "looks": looks,
        "post_labels": sorted({seat.post.label for seat in actor.seats}),
        "navigation": [lines[entry.url_name] for entry in first],
        "side_groups": [_group(group, [lines[entry.url_name] for entry in entries]) for group, entries in groups],
        "personal": [line for line in lines.values() if line[0].personal],
    }


def _group(group: Group, lines: list[Line]) -> tuple[Group, list[Line], bool]:
    return group, lines, any(is_open for _, _, is_open in lines)


def _lines(path: str, actor: Actor) -> list[Line]:
    lines = [(entry, _address(entry.url_name)) for entry in entries_for(actor)]
    open_one = max((address for _, address in lines if path.startswith(address)), key=len, default=None)
    return [(entry, address, address == open_one) for entry, address in lines]
