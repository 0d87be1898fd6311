"""The form of a registration: its asks in groups as one talks with a caller, the caller first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.forms.boundfield import BoundField

from huiyin.cases import asks
from huiyin.cases.act import SHARED
from huiyin.cases.choosing import topics, unit_pairs
from huiyin.cases.models import Case
from huiyin.cases.ready import Ready
from huiyin.files.act import prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.says import Ask
from huiyin.flow.times import local_day
from huiyin.moves.form import FILES, MoveForm, form_for
from huiyin.moves.place import Uploads
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.units.queries import active

GROUPS: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    ("来电人", True, ("phone", "name", "channel", "anonymous", "confidential", "do_not_call")),
    ("诉求", True, ("title", "text", "wishes", "occurred", "place", "object")),
    ("分类", True, ("category", "kind", "territory", "urgency", "important", "immediate")),
    ("举报", False, ("accused_unit",)),
    ("更多", False, ("received_at", "address", "petitioner_kind", "account", "source_ref", "source_link", "tags")),
)
"""The groups of the form: what they are called, whether they stand open, and the asks in the order of a call."""

COLLECT_GROUPS: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    (
        "网络舆情",
        True,
        ("channel", "received_at", "title", "text", "source_ref", "source_link", "source_due_at", FILES),
    ),
    ("留言人", False, ("account", "name", "phone", "anonymous", "confidential")),
    (
        "已经知道的",
        False,
        ("kind", "category", "urgency", "important", "wishes", "occurred", "place", "object", "territory"),
    ),
    ("举报", False, ("accused_unit",)),
    ("更多", False, ("immediate", "tags", "address", "petitioner_kind", "do_not_call")),
)
"""The same for an online message: what its channel wants stands first, the rest is supplied by the screening."""

CALLER_ASKS = frozenset(ask.name for ask in asks.PETITIONER)


SCREENSHOTS = Uploads(
    "截图", f"网页可能改动或删除，请截图留存。{allowed_in_words()}", prepare, lambda asking, files: {}
)
"""The pictures of a page that come with an online message; they are kept with the case when it is there."""


@dataclass(frozen=True)
class Group:
    """Some fields that belong together; one that is not open is opened where something in it was refused."""

    label: str
    is_open: bool
    fields: list[BoundField]


def book_now(at: datetime) -> Rulebook:
    """Return the rulebook by which a matter is heard at this moment."""
    return book_for(settings.CITY, local_day(at))


def asks_of(action: str, *, same_caller: bool) -> tuple[Ask, ...]:
    """Return what is asked; of a caller who is known from the matter before, nothing about him is asked again."""
    wanted = asks.COLLECT if action == "collect" else asks.REGISTER
    return tuple(ask for ask in wanted if not (same_caller and ask.name in CALLER_ASKS))


def registration_form(
    action: str, at: datetime, data: Any = None, *, files: Any = None, first: Case | None = None
) -> MoveForm:  # fmt: skip
    """Return the form for a matter that is heard now ("register") or found on the web ("collect").

    `first` is the case that was registered before in the same call: what both have in common is filled in.
    """
    book, day = book_now(at), local_day(at)
    channels = [(c.code, c.label) for c in book.channels if action == "register" or c.online]
    # A digit typed in a list chooses what begins with it: no word needs an input method.
    kinds = [(kind.code, f"{n} {kind.label}") for n, kind in enumerate(book.kinds, start=1)]
    choices = {
        "category": topics(book, day), "accused_unit": unit_pairs(active(day)), "channel": channels, "kind": kinds,
    }  # fmt: skip
    initial = {"channel": channels[0][0], "urgency": book.urgencies[0].code, **(_shared(first) if first else {})}
    wanted, uploads = asks_of(action, same_caller=first is not None), SCREENSHOTS if action == "collect" else None
    form = form_for(wanted, book, choices, data, files=files, initial=initial, uploads=uploads)
    if action == "register" and "phone" in form.fields:
        form.fields["phone"].widget.attrs |= {"autofocus": data is None, "inputmode": "tel"}
    form.fields["channel"].help_text = _what_must_be_known(book, channels[0][0], action)
    return form


def filled_up(said: Mapping[str, Any], ready: Ready, book: Rulebook) -> dict[str, Any]:
    """Return what was typed, and what lies ready in the place of all that was not.

    What is answered while the caller is on the line is mostly the kind of matter of which the city asks least.
    """
    least = max(book.kinds, key=lambda kind: len(kind.waives)).code
    supplied = {"kind": least, **ready.said}
    tags = [*(said.get("tags") or ()), *ready.said.get("tags", ())]
    return {**said, **{name: value for name, value in supplied.items() if not said.get(name)}, "tags": tags}


def draft_name(action: str, first: Case | None) -> str:
    """Return under which name what is typed here is kept: a further matter of a call apart from the next call."""
    return f"intake.{action}.{first.number}" if first else f"intake.{action}"


def _what_must_be_known(book: Rulebook, channel: str, action: str) -> str:
    """Say what the first channel wants to know, so that the clerk asks while the caller is on the line."""
    one = book.channel(channel)
    wanted = one.essentials if action == "collect" else one.registered_with
    return f"{one.label}须有：{'、'.join(essential.label for essential in wanted)}"


def _shared(first: Case) -> dict[str, Any]:
    return {name: getattr(first, name) for name in SHARED if name != "received_at"}


def groups_of(form: MoveForm, action: str = "register") -> list[Group]:
    """Return the fields of the form in their groups."""
    found = []
    for label, is_open, names in COLLECT_GROUPS if action == "collect" else GROUPS:
        fields = [form[name] for name in names if name in form.fields]
        if fields:
            found.append(Group(label, is_open or any(f.errors for f in fields) or _has_words(fields), fields))
    return found


def _has_words(fields: Sequence[BoundField]) -> bool:
    return any(field.form.is_bound and field.value() not in (None, "", [], False) for field in fields)
