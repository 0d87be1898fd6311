"""The time line of a case as its viewer may read it, from the journal."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from huiyin.api.told import reader_of
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.sight import UNITS_READ, Sight, sight_of
from huiyin.flow.actor import Actor
from huiyin.journal.models import Event, Remark
from huiyin.journal.said import texts_of_calls
from huiyin.moves.taking import names_of


def way_of(case: Case, actor: Actor, *, part: UUID | None = None) -> list[dict[str, Any]]:
    """Return what the viewer may read of the way of a case, or of one part of it: at most six statements."""
    shares = list(Assignment.objects.filter(case_id=case.pk))
    sight = sight_of(actor, case, shares)
    mine = _own_parts(case, sight, shares)
    events = [
        event for event in Event.objects.filter(chain_id=case.pk).order_by("seq")
        if (part is None or event.subject_id == part)
        and (sight.is_centre or event.verb in UNITS_READ or event.subject_id in mine)
    ]  # fmt: skip
    names, remarks = names_of({event.actor_id for event in events}), _remarks(case)
    calls = texts_of_calls(events)
    read = reader_of(sight, case)
    return [
        _told(event, names.get(event.actor_id, ""), sight.is_centre or event.subject_id in mine, remarks, calls, read)
        for event in events
    ]  # fmt: skip


def _own_parts(case: Case, sight: Sight, shares: Sequence[Assignment]) -> set[UUID]:
    seen = {share.pk for share in shares if sight.sees_share(share)}
    asked = Application.objects.filter(case_id=case.pk, assignment_id__in=seen) if seen and not sight.is_centre else ()
    return seen | {one.pk for one in asked}


def _remarks(case: Case) -> dict[str, str]:
    return {str(pk): text for pk, text in Remark.objects.filter(case_id=case.pk).values_list("id", "text")}


def _told(
    event: Event, who: str, in_full: bool, remarks: dict[str, str], calls: dict[UUID, str], read: Any
) -> dict[str, Any]:  # fmt: skip
    said = event.said if in_full else {}
    kept = {name: value["remark"] for name, value in said.items() if isinstance(value, dict) and "remark" in value}
    words = {name: read(remarks[remark]) for name, remark in kept.items() if remark in remarks}
    if in_full and event.caused_by in calls:
        words["note"] = read(calls[event.caused_by])
    return {
        "id": event.id, "seq": event.seq, "at": event.at, "verb": event.verb, "subject_kind": event.subject_kind,
        "subject_id": event.subject_id, "who": who, "post": event.post, "state_before": event.state_before,
        "state_after": event.state_after,
        "said": {name: _codes(value) for name, value in said.items() if not _is_text(value)},
        "words": words,
    }  # fmt: skip


def _codes(value: Any) -> Any:
    """Return what was said without the hashes of texts, also within rows."""
    if isinstance(value, list):
        return [_codes(one) for one in value]
    if isinstance(value, dict):
        return {name: _codes(one) for name, one in value.items() if not _is_text(one)}
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and "hash" in value
