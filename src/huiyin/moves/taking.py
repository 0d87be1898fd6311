"""Taking a move, for page and API alike: names are read, files looked at, and all is done in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from huiyin.flow.actor import PLATFORM, PLATFORM_ID
from huiyin.flow.table import NotNow, Refused, Table
from huiyin.journal.door import Stale
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.moves.form import FILES
from huiyin.moves.place import Asking, Place, Uploads


@dataclass(frozen=True)
class Meanwhile:
    """One act that was done since the page was opened: when, by whom, what."""

    at: datetime
    who: str
    what: str


def look_at(place: Place, action: str, files: Sequence[Any]) -> list[Any]:
    """Look at the files that came with a move, before anything is locked. Raises Refused for one that is not taken."""
    uploads = place.uploads.get(action)
    return [_looked_at(uploads, file) for file in files] if uploads else []


def _looked_at(uploads: Uploads, file: Any) -> Any:
    try:
        return uploads.look(file)
    except Refused as refused:
        raise Refused([], {FILES: f"{file.name}：{refused}"}) from refused


def take(
    asking: Asking, said: Mapping[str, Any], *, seen: int | None, key: str, files: Sequence[Any] = (),
    looked_at: Sequence[Any] = (),
) -> Event:  # fmt: skip
    """Make the move and return its event. Raises Refused with every reason, Stale where the thing moved meanwhile.

    `files` are as they came; those that go with several moves are given `looked_at`, once for all of them.
    """
    uploads = asking.place.uploads.get(asking.move.action)
    looked_at = looked_at or look_at(asking.place, asking.move.action, files)
    if not looked_at and (reason := _missing_file(asking)):
        raise Refused([], {FILES: reason})
    raw = _with_names_read(asking, said)
    with writing():
        if uploads and looked_at:
            raw |= uploads.keep(asking, looked_at)
        event = asking.place.act(
            asking.row.pk, asking.move.action, raw, actor=asking.actor, at=asking.at, seen=seen, key=key
        )
        _refuse_foreign_key(asking, event)
    return event


def _missing_file(asking: Asking) -> str:
    """Return why the move cannot be made without a file. Whoever may not make it, or not now, is told so by the door."""
    uploads = asking.place.uploads.get(asking.move.action)
    if uploads is None or uploads.missing is None:
        return ""
    is_open = asking.facts.state in asking.move.source and asking.move.who(asking.actor, asking.facts)
    return uploads.missing(asking) if is_open else ""


def status_of(refused: Refused) -> int:
    """Return the status of a refusal: 409 where the thing has gone on, 422 where what was said has to be mended."""
    return 409 if isinstance(refused, NotNow | Stale) else 422


def _with_names_read(asking: Asking, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said with an id in the place of each typed name; an unknown one stays, and is refused as such."""
    raw = dict(said)
    for ask in asking.move.asks:
        finder = asking.place.find.get(f"{asking.move.action}.{ask.name}")
        typed = raw.get(ask.name)
        if finder and isinstance(typed, str) and typed.strip():
            raw[ask.name] = finder(asking, typed.strip()) or typed
    return raw


def _refuse_foreign_key(asking: Asking, event: Event) -> None:
    # The door answers a known key with the act done then: it must have been this act, of this thing.
    if event.subject_id != asking.row.pk or event.verb != f"{asking.place.kind}.{asking.move.action}":
        raise NotNow(["这个提交编号已用于另一次操作，请刷新页面后重新提交"])


def told_meanwhile(table: Table, events: Sequence[Event]) -> list[Meanwhile]:
    """Return what was done meanwhile, in words, in one statement."""
    names = names_of({event.actor_id for event in events})
    return [Meanwhile(event.at, names.get(event.actor_id, ""), button_of(table, event.verb)) for event in events]


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of accounts by id, the platform's own among them."""
    people = get_user_model()._default_manager.filter(pk__in=user_ids - {PLATFORM_ID})
    return {PLATFORM_ID: PLATFORM.name, **dict(people.values_list("pk", "name"))}


def button_of(table: Table, verb: str) -> str:
    """Return the word on the button behind a verb ("case.dispatch" -> "转办"), the verb itself for an unknown one."""
    try:
        return table.of(verb.partition(".")[2]).button
    except Refused:
        return verb
