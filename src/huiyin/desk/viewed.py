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
from huiyin.moves.place import Place, place_of


@dataclass(frozen=True)
class Button:
    """One move that is offered: its word, its address, and whether it brings the thing on."""

    label: str
    address: str
    is_main: bool


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

    def facts_of_share(self, share: Assignment) -> AssignmentFacts:
        """Return the facts of a share, without asking the database again."""
        return AssignmentFacts(self.facts, self.facts.part(share.pk), share.state)

    def buttons(self) -> list[Button]:
        """Return the moves of the case that are offered."""
        return buttons_of(place_of("case"), self.case, self.facts, self.actor)


def viewed(case: Case, actor: Actor, at: datetime) -> Viewed:
    """Return the case before the viewer, who may see it: four statements."""
    rows = Assignment.objects.filter(case=case).select_related("unit", "signed_by")
    shares = list(rows.order_by("dispatched_at", "id"))
    sight = sight_of(actor, case, shares)
    return Viewed(case, actor, at, shares, sight, facts_of([case], at)[case.pk], _readable(sight, case))


def buttons_of(place: Place, row: Any, facts: Any, actor: Actor) -> list[Button]:
    """Return the moves of a thing that are offered, as buttons."""
    name = place.name_of(row)
    return [
        Button(move.button, reverse("moves:move", args=[place.kind, name, move.action]), bool(move.targets()))
        for move in place.offered(row, facts, actor)
    ]


def _readable(sight: Sight, case: Case) -> Callable[[str], str]:
    """Return how texts of the case are shown: as they are, without who says them, or as a summary."""
    if not sight.sees_matter:
        return partial(summary_for_superior, case)
    return str if sight.sees_petitioner else partial(without_petitioner, case)
