"""The places of steps, circulars, hand-overs and corrections: how pages and API move them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.escalation.act import (
    CIRCULAR_DOOR,
    CORRECTION_DOOR,
    HANDOVER_DOOR,
    STEP_DOOR,
    circular_facts,
    correction_facts,
    handover_facts,
    step_facts,
)
from huiyin.escalation.lifecycle import ESCALATION
from huiyin.escalation.lifecycle_circular import CIRCULAR
from huiyin.escalation.lifecycle_correction import CORRECTION
from huiyin.escalation.lifecycle_handover import HANDOVER
from huiyin.escalation.queries import (
    circulars_visible_to,
    corrections_visible_to,
    handovers_visible_to,
    steps_visible_to,
)
from huiyin.files.act import keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.files.ports import readers_of
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.moves.place import Asking, Place, Uploads, register

PAPER = "evidence"


def keep_papers(kind: str, row: Any, files: Sequence[Any], actor: Actor, at: datetime) -> None:
    """Keep files that were looked at with a thing of this room."""
    for file in files:
        keep(file, subject_kind=kind, subject_id=row.pk, kind=PAPER, actor=actor, at=at)


def _kept(asking: Asking, files: Sequence[Any]) -> Mapping[str, Any]:
    keep_papers(asking.place.kind, asking.row, files, asking.actor, asking.at)
    return {}


PAPERS = Uploads("材料", allowed_in_words(), prepare, _kept)


def _today(asking: Asking) -> dict[str, Any]:
    return {"day": local_day(asking.at)}


STEPS = register(
    Place(
        ESCALATION,
        STEP_DOOR.move,
        lambda actor: steps_visible_to(actor).select_related("ledger", "case", "unit"),
        lambda row, at: step_facts(row, row.ledger, at),
        lambda row: reverse("escalation:step", args=[row.number]),
        lambda row, actor: f"{row.name} {row.kind.label}：{row.unit.short_name if row.unit else row.case.number}",
        head=lambda row: row.ledger,
        lookup="number",
        initial={"carry_out": _today},
        uploads={"carry_out": PAPERS},
    )
)

CIRCULARS = register(
    Place(
        CIRCULAR,
        CIRCULAR_DOOR.move,
        lambda actor: circulars_visible_to(actor).select_related("ledger", "owner"),
        lambda row, at: circular_facts(row, row.ledger, at),
        lambda row: reverse("escalation:circular", args=[row.number]),
        lambda row, actor: f"{row.name} {row.title}",
        head=lambda row: row.ledger,
        lookup="number",
    )
)

HANDOVERS = register(
    Place(
        HANDOVER,
        HANDOVER_DOOR.move,
        lambda actor: handovers_visible_to(actor).select_related("ledger", "unit", "follows"),
        lambda row, at: handover_facts(row, row.ledger, at),
        lambda row: reverse("escalation:handover", args=[row.number]),
        lambda row, actor: f"{row.name} {row.unit.short_name}",
        head=lambda row: row.ledger,
        lookup="number",
        initial={"receive": _today, "conclude": _today},
        uploads={"receive": PAPERS, "conclude": PAPERS},
    )
)

CORRECTIONS = register(
    Place(
        CORRECTION,
        CORRECTION_DOOR.move,
        lambda actor: corrections_visible_to(actor).select_related("ledger", "unit"),
        lambda row, at: correction_facts(row, row.ledger, at),
        lambda row: reverse("escalation:correction", args=[row.number]),
        lambda row, actor: f"{row.name} {row.title}",
        head=lambda row: row.ledger,
        lookup="number",
        uploads={"report": PAPERS},
    )
)


def _reads(visible: Any) -> Any:
    def reads(actor: Actor, subject_id: UUID) -> bool:
        return bool(visible(actor).filter(pk=subject_id).exists())

    return reads


readers_of("escalation", _reads(steps_visible_to))
readers_of("circular", _reads(circulars_visible_to))
readers_of("handover", _reads(handovers_visible_to))
readers_of("correction", _reads(corrections_visible_to))
