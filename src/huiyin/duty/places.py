"""The places of notes between shifts and of answering days: how pages and API move them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.duty.act import DAY_DOOR, NOTE_DOOR
from huiyin.duty.lifecycle import ANSWER_DAY, NOTE
from huiyin.duty.models import AnswerDay, Note
from huiyin.duty.queries import day_facts, days_seen_by, note_facts, notes_seen_by
from huiyin.flow.actor import Actor
from huiyin.flow.times import local
from huiyin.moves.place import Asking, Place, register


def _note_facts(row: Note, at: datetime) -> Any:
    return note_facts(row, row.ledger, at)


def _day_facts(row: AnswerDay, at: datetime) -> Any:
    return day_facts(row, row.ledger, at)


def _note_title(row: Note, actor: Actor) -> str:
    return row.words[:60]


def _day_title(row: AnswerDay, actor: Actor) -> str:
    return f"{row.name} {row.leader}"


def _day_as_it_is(asking: Asking) -> Mapping[str, Any]:
    row: AnswerDay = asking.row
    words = {name: getattr(row, name) for name in ("leader", "office", "place", "subjects")}
    return {**words, "begins_at": local(row.begins_at), "ends_at": local(row.ends_at)}


NOTES = register(
    Place(
        NOTE,
        NOTE_DOOR.move,
        lambda actor: notes_seen_by(actor).select_related("ledger", "unit"),
        _note_facts,
        lambda row: reverse("duty:notes"),
        _note_title,
        head=lambda row: row.ledger,
    )
)

DAYS = register(
    Place(
        ANSWER_DAY,
        DAY_DOOR.move,
        lambda actor: days_seen_by(actor).select_related("ledger"),
        _day_facts,
        lambda row: reverse("duty:day", args=[row.number]),
        _day_title,
        head=lambda row: row.ledger,
        lookup="number",
        initial={"amend": _day_as_it_is, "hold": lambda asking: {"account": asking.row.account}},
    )
)
