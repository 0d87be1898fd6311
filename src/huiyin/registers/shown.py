"""An entry as pages and sheets show it: its title, its values in words, what changed from edition to edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.registers.models import Edition, Entry
from huiyin.registers.periods import period_of
from huiyin.registers.values import shown
from huiyin.rulebook.registers import Register, RegisterField

MOST_COLUMNS = 6
"""So many fields stand in a list, so that a line can still be read; all of them stand on the page of the entry."""

Names = Mapping[str, str]


@dataclass(frozen=True)
class Value:
    """One value in words."""

    label: str
    text: str
    is_long: bool = False
    is_figure: bool = False
    address: str = ""
    called: str = ""


@dataclass(frozen=True)
class Change:
    """One field that an edition changed."""

    label: str
    old: str
    new: str


def title_of(register: Register, content: Mapping[str, Any], names: Names | None = None) -> str:
    """Return the words by which an entry is known: its first field."""
    first = register.fields[0]
    return shown(first, content.get(first.code), names) or register.entry


def when_of(register: Register, entry: Entry | Edition) -> str:
    """Return the day or period of an entry as people call it."""
    return period_of(register.belongs, entry.day).label


def listed_fields(register: Register, contents: Sequence[Mapping[str, Any]] = ()) -> list[RegisterField]:
    """Return the fields that stand in a list beside the title: figures and choices first of all, never long texts.

    Of many fields those go first of which any of the lines says something.
    """
    rest = [field for field in register.fields[1:] if field.kind != "lines"]
    said = [field for field in rest if any(field.code in content for content in contents)]
    rest = said if len(rest) > MOST_COLUMNS and said else rest
    counted = [field for field in rest if field.counted]
    return sorted([*counted, *(f for f in rest if not f.counted)][:MOST_COLUMNS], key=register.fields.index)


def values_of(
    register: Register, content: Mapping[str, Any], names: Names, links: Mapping[str, tuple[str, str]] | None = None
) -> list[Value]:
    """Return every value that an entry holds, in the order of the declaration; `links` give address and title."""
    known = links or {}
    return [
        Value(
            field.heading,
            shown(field, content.get(field.code), names),
            field.kind == "lines",
            False,
            *known.get(field.code, ("", "")),
        )
        for field in register.fields
        if content.get(field.code) is not None
    ]


def changes_in(register: Register, editions: Sequence[Edition], names: Names) -> list[tuple[Edition, list[Change]]]:
    """Return the editions, the latest first, each with what it changed."""
    ordered = sorted(editions, key=lambda one: one.number)
    pairs = zip([None, *ordered], ordered, strict=False)
    return [(new, _changed(register, old, new, names)) for old, new in pairs][::-1]


def _changed(register: Register, old: Edition | None, new: Edition, names: Names) -> list[Change]:
    if old is None:
        return []
    found = [Change(register.when_label, when_of(register, old), when_of(register, new))] if old.day != new.day else []
    for field in register.fields:
        before, after = old.content.get(field.code), new.content.get(field.code)
        if before != after:
            found.append(Change(field.heading, shown(field, before, names) or "—", shown(field, after, names) or "—"))
    return found
