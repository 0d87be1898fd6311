"""The places of a long case and of a hard matter: how pages and API move them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.cases.choosing import unit_pairs
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.hardcases.act import move_focus, move_hard
from huiyin.hardcases.lifecycle import FOCUS, HARDCASE
from huiyin.hardcases.models import Focus, HardCase
from huiyin.hardcases.queries import focus_facts, focuses_visible_to, hard_facts, visible_to
from huiyin.hardcases.shown import hard_shown
from huiyin.moves.place import Aid, Asking, Pairs, Place, register
from huiyin.units.models import Unit


def title_of(row: HardCase, actor: Actor) -> str:
    """Return number and title of the case, as the viewer may read them."""
    return f"{row.case.number} {HIDDEN_TITLE if is_above_accused(actor, row.case.accused_path) else row.case.title}"


def _hard_facts(row: HardCase, at: datetime) -> Any:
    return hard_facts(row, row.case, at)


def _focus_facts(row: Focus, at: datetime) -> Any:
    return focus_facts(row, row.ledger, at)


def _owners(asking: Asking) -> Pairs:
    return unit_pairs(Unit.objects.filter(pk__in=asking.facts.owners))


def _next_review(asking: Asking) -> Mapping[str, Any]:
    """Suggest the longest time that the rulebook allows."""
    days = asking.book.hard_kind(asking.row.kind).review_days
    return {"review_on": local_day(asking.at) + timedelta(days=days)}


def _ownership(asking: Asking) -> Mapping[str, Any]:
    row: HardCase = asking.row
    return {"owner": str(row.owner_id or row.case.lead_unit_id or ""), "leader": row.leader, "condition": row.condition}


def _to_accept(asking: Asking) -> Mapping[str, Any]:
    return {**_ownership(asking), **_next_review(asking)}


def _case_named(asking: Asking, typed: str) -> UUID | None:
    return cases_visible_to(asking.actor).filter(number=typed.split(maxsplit=1)[0]).values_list("pk", flat=True).first()


def _shown(asking: Asking) -> Mapping[str, Any]:
    return hard_shown(asking.row, local_day(asking.at))


HARDCASES = register(
    Place(
        HARDCASE,
        move_hard,
        lambda actor: visible_to(actor).select_related("case", "owner", "proposed_by"),
        _hard_facts,
        lambda row: reverse("hardcases:one", args=[row.pk]),
        title_of,
        head=lambda row: row.case,
        choices={"owner": _owners},
        initial={"accept": _to_accept, "review": _next_review, "hand_over": _ownership},
        aids={
            action: Aid("hardcases/aids/hard.html", _shown)
            for action in ("accept", "decline", "review", "solve", "take_off", "urge")
        },
    )
)

FOCUSES = register(
    Place(
        FOCUS,
        move_focus,
        lambda actor: focuses_visible_to(actor).select_related("ledger", "owner", "chosen_by"),
        _focus_facts,
        lambda row: reverse("hardcases:focus", args=[row.pk]),
        lambda row, actor: f"{row.month:%Y-%m} {row.title}",
        head=lambda row: row.ledger,
        choices={"case": lambda asking: ()},
        find={"join.case": _case_named},
    )
)
