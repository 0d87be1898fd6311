"""The places of an order, a verification and a meeting: how pages and API move them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.cases.places import title_of
from huiyin.cases.queries import SEES_LINES
from huiyin.files.act import Prepared, keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.actor import Actor
from huiyin.moves.place import Asking, Pairs, Place, Uploads, register
from huiyin.people.actors import held_at
from huiyin.supervision.act import CHECK_DOOR, move_meeting, move_order
from huiyin.supervision.lifecycle import SUPERVISION
from huiyin.supervision.lifecycle_check import CHECK
from huiyin.supervision.lifecycle_meeting import MEETING
from huiyin.supervision.models import Check, Meeting, Order
from huiyin.supervision.queries import (
    check_facts,
    checks_visible_to,
    meeting_facts,
    meetings_visible_to,
    order_facts,
    visible_to,
)
from huiyin.supervision.who import GO_AND_SEE


def _kept_as(kind: str, *, in_case: bool = False) -> Callable[[Asking, Sequence[Prepared]], Mapping[str, Any]]:
    def keep_with_it(asking: Asking, files: Sequence[Prepared]) -> Mapping[str, Any]:
        for file in files:
            keep(file, subject_kind=asking.place.kind, subject_id=asking.row.pk, kind=kind, actor=asking.actor,
                 at=asking.at, case=asking.row.case if in_case else None)  # fmt: skip
        return {}

    return keep_with_it


PHOTOS = Uploads("现场照片", allowed_in_words(), prepare, _kept_as("photo"))
EVIDENCE = Uploads("佐证材料", allowed_in_words(), prepare, _kept_as("evidence"))


def people_to_send(actor: Actor, at: datetime, line: UUID | None = None, centre: UUID | None = None) -> Pairs:
    """Return who can be sent to verify something: people of the centre, each once, by name.

    `line` is the unit whose own line took the case in, `centre` the unit that sends; the city sends only who reads the case.
    """
    held = held_at(at).filter(user__is_active=True)
    posts = sorted(SEES_LINES.intersection(GO_AND_SEE)) if line else GO_AND_SEE
    held = held.filter(unit=centre) if centre else held.filter(post__in=posts, unit__isnull=True)
    rows = held.select_related("user").order_by("user__name", "user__username")
    return list({str(one.user_id): one.user.name for one in rows}.items())


def _order_facts(row: Order, at: datetime) -> Any:
    return order_facts(row, row.ledger, at)


def _check_facts(row: Check, at: datetime) -> Any:
    return check_facts(row, row.case, at)


def _who_can_go(asking: Asking) -> Pairs:
    return people_to_send(asking.actor, asking.at, asking.row.case.centre_id, asking.row.centre_id)


def _meeting_facts(row: Meeting, at: datetime) -> Any:
    return meeting_facts(row, row.ledger, at)


def _written(asking: Asking) -> Mapping[str, Any]:
    """Return the minutes as they stand, to be amended."""
    row = asking.row
    return {
        "held_at": row.held_at, "minutes": row.minutes,
        "attendants": [{"side": one.side, "name": one.name, "of": one.of} for one in row.attendants.all()],
        "tasks": [
            {"what": one.what, "unit": one.unit.name, "owner": one.owner, "until": one.until,
             "case": one.case.number if one.case else ""}
            for one in row.agreed.select_related("unit", "case")
        ],
    }  # fmt: skip


ORDERS = register(
    Place(
        SUPERVISION,
        move_order,
        lambda actor: visible_to(actor).select_related("ledger", "unit"),
        _order_facts,
        lambda row: reverse("supervision:order", args=[row.number]),
        lambda row, actor: f"{row.paper} {row.unit.short_name}",
        head=lambda row: row.ledger,
        lookup="number",
        initial={"note_finding": lambda asking: {"finding": asking.row.finding}},
        uploads={
            "report": EVIDENCE, "answer_for": EVIDENCE, "note_finding": PHOTOS, "follow_up": PHOTOS,
        },
    )
)  # fmt: skip

CHECKS = register(
    Place(
        CHECK,
        CHECK_DOOR.move,
        lambda actor: checks_visible_to(actor).select_related("case"),
        _check_facts,
        lambda row: reverse("supervision:check", args=[row.pk]),
        lambda row, actor: f"{title_of(row.case, actor)} · 核实",
        head=lambda row: row.case,
        choices={"checker": _who_can_go},
        uploads={"find": Uploads("现场照片", allowed_in_words(), prepare, _kept_as("photo", in_case=True))},
    )
)

MEETINGS = register(
    Place(
        MEETING,
        move_meeting,
        lambda actor: meetings_visible_to(actor).select_related("ledger"),
        _meeting_facts,
        lambda row: reverse("supervision:meeting", args=[row.number]),
        lambda row, actor: row.title,
        head=lambda row: row.ledger,
        lookup="number",
        initial={"amend_minutes": _written, "move_day": lambda asking: {"place": asking.row.place}},
        uploads={
            "write_minutes": Uploads("会议照片、签到表", allowed_in_words(), prepare, _kept_as("photo")),
            "amend_minutes": Uploads("会议照片、签到表", allowed_in_words(), prepare, _kept_as("photo")),
        },
    )
)
