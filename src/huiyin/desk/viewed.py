"""One case before one viewer: what may be read of it, and the moves that are offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.cases.facts import AssignmentFacts, CaseFacts
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import facts_of
from huiyin.cases.sight import HIDDEN_TITLE, Sight, sight_of, summary_for_superior, without_petitioner
from huiyin.flow.actor import Actor
from huiyin.journal.prepared import Prepared
from huiyin.moves.place import Place, place_of

USUAL_STEPS = (
    "sign_off", "accept_below", "reply", "sign", "pass_audit", "approve", "approve_afterwards", "dispatch", "screen",
    "submit_for_approval", "submit_for_review",
)  # fmt: skip
"""The steps of a matter that goes the usual way: of the moves offered the first of these stands in front, in colour."""


@dataclass(frozen=True)
class Button:
    """One move that is offered: its word, its address, whether it brings the thing on, whether it is the usual step."""

    label: str
    address: str
    is_main: bool
    is_next: bool = False


@dataclass(frozen=True)
class Viewed:
    """What every part of the page of a case is made from."""

    case: Case
    actor: Actor
    at: datetime
    shares: Sequence[Assignment]
    sight: Sight
    facts: CaseFacts
    readable: Callable[[str], str]

    @property
    def mine(self) -> list[UUID]:
        """The shares that stand open to the viewer."""
        return [share.pk for share in self.shares if self.sight.sees_share(share)]

    @property
    def title(self) -> str:
        """The title as the viewer may read it."""
        return self.readable(self.case.title) if self.sight.sees_matter else HIDDEN_TITLE

    def facts_of_share(self, share: Assignment, *, on_paper: bool = False) -> AssignmentFacts:
        """Return the facts of a share, without asking the database again; `on_paper` who has its replies at hand says."""
        return AssignmentFacts(self.facts, self.facts.part(share.pk), share.state, lambda: on_paper)

    def buttons(self) -> list[Button]:
        """Return the moves of the case that are offered."""
        return buttons_of(place_of("case"), self.case, self.facts, self.actor)


_shares_with_names = Prepared(
    lambda case_id: (
        Assignment.objects.filter(case_id=case_id).select_related("unit", "signed_by").order_by("dispatched_at", "id")
    )
)


def viewed(case: Case, actor: Actor, at: datetime) -> Viewed:
    """Return the case before the viewer, who may see it: four statements."""
    shares = _shares_with_names(case.pk)
    sight = sight_of(actor, case, shares)
    return Viewed(case, actor, at, shares, sight, facts_of([case], at)[case.pk], readable_in(sight, case))


def buttons_of(place: Place, row: Any, facts: Any, actor: Actor) -> list[Button]:
    """Return the moves of a thing that are offered, as buttons, the usual step first."""
    name, offered = place.name_of(row), place.offered(row, facts, actor)
    usual = next((step for step in USUAL_STEPS for move in offered if move.action == step), "")
    buttons = [
        Button(move.button, reverse("moves:move", args=[place.kind, name, move.action]), bool(move.targets()),
               move.action == usual)
        for move in offered
    ]  # fmt: skip
    return sorted(buttons, key=lambda button: not button.is_next)


def readable_in(sight: Sight, case: Case) -> Callable[[str], str]:
    """Return how texts of the case are shown: as they are, without who says them, or as a summary."""
    if not sight.sees_matter:
        return partial(summary_for_superior, case)
    return str if sight.sees_petitioner else partial(without_petitioner, case)
