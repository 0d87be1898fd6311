"""The form of a move: made from its asks, carrying what was typed to the door, and the door's reasons back."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict

from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.moves.fields import field_of
from huiyin.moves.place import Asking, Line, Pairs, Uploads
from huiyin.moves.widgets import FilesInput

KEY, SEEN, FILES = "move_key", "move_seen", "move_files"
"""Names of the fields that every form has beside its asks: key against sending twice, events seen, files."""


class MoveForm(forms.Form):
    """What is asked with a move. It keeps what was typed, whatever the door says to it."""

    use_required_attribute = False

    def __init__(self, asks: Sequence[Ask], fields: Mapping[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(auto_id="move_%s", **kwargs)
        self.asks = asks
        self.fields = dict(fields)
        self.fields[KEY] = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key)
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)

    def full_clean(self) -> None:
        """Find nothing wrong: guards and cleaning are asked once, by the door."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def said(self) -> dict[str, Any]:
        """Return what was typed, by the names of the asks, as it came."""
        return {ask.name: self[ask.name].value() for ask in self.asks if not isinstance(self.fields[ask.name], _File)}

    @property
    def key(self) -> str:
        """The key of this sending: the same form sent twice is one act."""
        return str(self.data.get(KEY, ""))[:64]

    @property
    def seen(self) -> int | None:
        """The count of events that the page had seen, None where it was not said."""
        text = str(self.data.get(SEEN, ""))
        return int(text) if text.isdecimal() and len(text) < 10 else None

    @property
    def uploaded(self) -> list[UploadedFile]:
        """The files that came with it."""
        return list(self.files.getlist(FILES)) if FILES in self.fields and self.files else []

    def refuse(self, refused: Refused) -> None:
        """Show the reasons of a refusal: those of one field beside it, the others above."""
        for name, reason in refused.fields.items():
            self.add_error(name if name in self.fields else None, reason)
        for reason in refused.reasons:
            self.add_error(None, reason)

    def renewed(self, seen: int) -> None:
        """Let the same text be sent again, on the ground of what is known now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[SEEN], data[KEY] = str(seen), new_key()
        self.data = data


class _File(forms.Field):
    """The field of files: not one of the asks."""


def new_key() -> str:
    """Return a key under which nothing was written yet."""
    return uuid4().hex


def form_for(
    asks: Sequence[Ask],
    book: Any,
    choices: Mapping[str, Pairs | Callable[[], Pairs]] | None = None,
    data: Any = None,
    *,
    files: Any = None,
    lines: Mapping[str, Sequence[Line]] | None = None,
    typed: Container[str] = (),
    initial: Mapping[str, Any] | None = None,
    uploads: Uploads | None = None,
) -> MoveForm:
    """Return the form of these asks. `choices` are found by the name of an ask, then by its kind ("unit", "case").

    `lines` gives the rows of an ask of rows, `typed` names the asks whose choices are only suggestions, `initial` is
    what stands in the fields of a form that nobody sent yet.
    """
    known, rows = choices or {}, lines or {}
    fields = {
        ask.name: field_of(ask, book, _options(ask, known), rows.get(ask.name), is_typed=ask.name in typed)
        for ask in asks
    }
    if uploads:
        must_come = uploads.missing is not None
        fields[FILES] = _File(label=uploads.label, required=must_come, help_text=uploads.help, widget=FilesInput())
    return MoveForm(asks, fields, data=data, files=files, initial=dict(initial or {}))


def form_of(asking: Asking, data: Any = None, files: Any = None) -> MoveForm:
    """Return the form of a move that somebody is about to take, filled in as far as its place knows."""
    place, action = asking.place, asking.move.action
    initial = dict(place.initial[action](asking)) if data is None and action in place.initial else {}
    wanted = place.asks(asking)
    lines = {ask.name: place.lines[ask.name](asking) for ask in wanted if ask.name in place.lines}
    # Rows for which there is nothing to fill in are not asked.
    asks = [ask for ask in wanted if lines.get(ask.name, True)]
    choices = {ask.name: offer for ask in asks if (offer := _offer(asking, ask)) is not None}
    form = form_for(
        asks, asking.book, choices, data, files=files, lines=lines, initial={**initial, SEEN: asking.seen},
        typed=[ask.name for ask in asks if f"{action}.{ask.name}" in place.find], uploads=place.uploads.get(action),
    )  # fmt: skip
    if (uploads := place.uploads.get(action)) and uploads.missing is not None:
        # What was sent back has its file already.
        form.fields[FILES].required = bool(uploads.missing(asking))
    if FILES in form.fields:
        # A form that comes back refused takes over the files that were chosen; a form of another move does not.
        form.fields[FILES].widget.attrs |= {"id": f"move_files_{action}_{asking.row.pk}", "hx-preserve": "true"}
    return form


def _offer(asking: Asking, ask: Ask) -> Pairs | None:
    known = asking.place.choices
    for name in (f"{asking.move.action}.{ask.name}", ask.name, ask.kind):
        if name in known:
            return known[name](asking)
    return None


def _options(ask: Ask, known: Mapping[str, Pairs | Callable[[], Pairs]]) -> Pairs | None:
    for name in (ask.name, ask.kind):
        if name in known:
            found = known[name]
            return found() if callable(found) else found
    return None
