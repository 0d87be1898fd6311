"""What an event keeps of what was said: codes and ids as they are, free text as a reference and a keyed hash."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.flow.says import FREE_TEXT, Ask
from huiyin.flow.times import UTC
from huiyin.journal.models import Event, Remark
from huiyin.privacy.installed import ring
from huiyin.privacy.lookup import lookup_hash


def keep(
    asks: Sequence[Ask], said: Mapping[str, Any], event_id: UUID, case_id: UUID | None
) -> tuple[dict[str, Any], list[Remark]]:
    """Return what the event stores, and the rows that hold the texts."""
    remarks: list[Remark] = []
    kept = _keep(asks, said, "", remarks)
    for remark in remarks:
        remark.event_id, remark.case_id = event_id, case_id
    return kept, remarks


def keep_texts(
    texts: Mapping[str, str], event_id: UUID, case_id: UUID | None
) -> tuple[dict[str, Any], list[Remark]]:  # fmt: skip
    """Do the same for texts that were written with an act which no table asks for anything."""
    return keep([Ask(name, "") for name in texts], texts, event_id, case_id)


def texts_of_calls(events: Iterable[Event]) -> dict[UUID, str]:
    """Return what was said in calls to a unit for many cases at once, by the event of the call.

    It stands with the call and not with each case, whose events name the call as their cause.
    """
    calls = {event.caused_by for event in events if event.verb == "case.urge" and event.caused_by}
    return dict(Remark.objects.filter(event_id__in=calls).values_list("event_id", "text")) if calls else {}


def _keep(asks: Sequence[Ask], said: Mapping[str, Any], prefix: str, remarks: list[Remark]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for ask in asks:
        value = said.get(ask.name)
        if value in (None, "", (), False) or ask.keep == "nothing":
            continue
        if ask.kind == "rows":
            kept[ask.name] = [
                _keep(ask.columns, one, f"{prefix}{ask.name}.{i}.", remarks) for i, one in enumerate(value)
            ]
        elif ask.kind in FREE_TEXT:
            kept[ask.name] = _reference(ask, f"{prefix}{ask.name}", value, remarks)
        else:
            kept[ask.name] = plain(value)
    return kept


def _reference(ask: Ask, field: str, text: str, remarks: list[Remark]) -> dict[str, str]:
    reference = {"hash": lookup_hash(ring(), "remark", text).hex()}
    if ask.keep == "remark":
        remarks.append(Remark(field=field, text=text))
        reference["remark"] = str(remarks[-1].id)
    return reference


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it. Moments become UTC text, ids and codes become text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return value
