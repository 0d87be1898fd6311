"""What a move asks for, as JSON Schema: the same asks from which its form is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.flow.says import Ask

_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "lines": {"type": "string"},
    "choice": {"type": "string"},
    "choices": {"type": "array", "items": {"type": "string"}},
    "flag": {"type": "boolean"},
    "number": {"type": "integer"},
    "unit": {"type": "string", "format": "uuid"},
    "units": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "case": {"type": "string", "format": "uuid"},
    "when": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
}


def schema_of(asks: Sequence[Ask], book: Any = None) -> dict[str, Any]:
    """Return the schema of what is said with a move; with a rulebook it names the codes that may be chosen."""
    return {
        "type": "object",
        "properties": {ask.name: _property(ask, book) for ask in asks},
        "required": [ask.name for ask in asks if ask.required and ask.kind != "flag"],
        "additionalProperties": False,
    }


def _property(ask: Ask, book: Any) -> dict[str, Any]:
    if ask.kind == "rows":
        found: dict[str, Any] = {"type": "array", "items": schema_of(ask.columns, book)}
    else:
        found = dict(_TYPES[ask.kind])
    if ask.kind in {"text", "lines"}:
        found["maxLength"] = ask.longest
    if book is not None and ask.choices:
        _name_codes(found, dict(ask.choices(book)))
    return {"title": ask.label, **found, **({"description": ask.help} if ask.help else {})}


def _name_codes(found: dict[str, Any], labels: Mapping[str, str]) -> None:
    place = found["items"] if found["type"] == "array" else found
    place["enum"] = list(labels)
    # What the codes are called is no matter of validation, but whoever writes a client wants to show it.
    found["x-labels"] = dict(labels)
