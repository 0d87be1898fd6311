"""The places of a call-back and of an objection: how pages and API move one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.callbacks.act import move_callback, move_objection
from huiyin.callbacks.lifecycle import CALLBACK
from huiyin.callbacks.lifecycle_objection import OBJECTION
from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.objection_page import objection_shown
from huiyin.callbacks.queries import callback_facts, objection_facts, objections_visible_to, visible_to
from huiyin.cases.models import Wish
from huiyin.flow.actor import Actor
from huiyin.moves.place import Aid, Asking, Line, Place, register


def page_of(row: Callback) -> str:
    """Return the address of the page of a call."""
    return reverse("callbacks:call", args=[row.pk])


def wish_lines(case_id: Any) -> Sequence[Line]:
    """Return a line for each wish of the case, to be ticked as the petitioner says."""
    wishes = Wish.objects.filter(case_id=case_id).order_by("ordinal")
    return [Line(f"{wish.ordinal}. {wish.text}", {"ordinal": wish.ordinal}) for wish in wishes]


def _facts(row: Callback, at: datetime) -> Any:
    return callback_facts(row, row.case, at)


def _title(row: Callback | Objection, actor: Actor) -> str:
    return f"{row.case.number} {row.case.title}"


def _wishes(asking: Asking) -> Sequence[Line]:
    return wish_lines(asking.row.case_id)


def objection_page(row: Objection) -> str:
    """Return the address of the page of an objection."""
    return reverse("callbacks:objection", args=[row.pk])


def _objection_facts(row: Objection, at: datetime) -> Any:
    return objection_facts(row, row.case, at)


OBJECTIONS = register(
    Place(
        OBJECTION,
        move_objection,
        lambda actor: objections_visible_to(actor).select_related("case"),
        _objection_facts,
        objection_page,
        _title,
        head=lambda row: row.case,
        aids={
            action: Aid("callbacks/aids/objection.html", lambda asking: objection_shown(asking.row))
            for action in ("grant", "decline")
        },
    )
)

CALLBACKS = register(
    Place(
        CALLBACK,
        move_callback,
        lambda actor: visible_to(actor).select_related("case"),
        _facts,
        page_of,
        _title,
        head=lambda row: row.case,
        lines={"wish_ticks": _wishes},
    )
)
