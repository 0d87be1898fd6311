"""The places of rounds and claims: how pages and API move them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.assessment.act import CLAIM_DOOR, ROUND_DOOR, claim_facts, round_facts
from huiyin.assessment.lifecycle import ASSESSMENT
from huiyin.assessment.lifecycle_claim import CLAIM
from huiyin.assessment.models import Claim, Round
from huiyin.assessment.queries import claims_visible_to, rounds_visible_to
from huiyin.files.act import keep
from huiyin.files.ports import readers_of
from huiyin.flow.actor import Actor
from huiyin.moves.place import Place, register

EVIDENCE = "evidence"


def _round_facts(row: Round, at: datetime) -> Any:
    return round_facts(row, row.ledger, at)


def _claim_facts(row: Claim, at: datetime) -> Any:
    return claim_facts(row, row.ledger, at)


def _round_title(row: Round, actor: Actor) -> str:
    return row.name


def _claim_title(row: Claim, actor: Actor) -> str:
    return f"{row.name} {row.get_kind_display()}：{row.case.number}"


def page_of_round(row: Round) -> str:
    """Return the address of a round."""
    return reverse("assessment:round", args=[row.number])


def page_of_claim(row: Claim) -> str:
    """Return the address of a claim."""
    return reverse("assessment:claim", args=[row.number])


def reads_claim(actor: Actor, claim_id: UUID) -> bool:
    """Whether the actor may read the evidence of a claim."""
    return claims_visible_to(actor).filter(pk=claim_id).exists()


def keep_evidence(claim: Claim, files: Sequence[Any], actor: Actor, at: datetime) -> None:
    """Keep files that were looked at with the claim."""
    for file in files:
        keep(file, subject_kind="claim", subject_id=claim.pk, kind=EVIDENCE, actor=actor, at=at)


ROUNDS = register(
    Place(
        ASSESSMENT,
        ROUND_DOOR.move,
        lambda actor: rounds_visible_to(actor).select_related("ledger", "owner"),
        _round_facts,
        page_of_round,
        _round_title,
        head=lambda row: row.ledger,
        lookup="number",
    )
)

CLAIMS = register(
    Place(
        CLAIM,
        CLAIM_DOOR.move,
        lambda actor: claims_visible_to(actor).select_related("ledger", "case", "unit", "sheet__round"),
        _claim_facts,
        page_of_claim,
        _claim_title,
        head=lambda row: row.ledger,
        lookup="number",
    )
)
readers_of("claim", reads_claim)
