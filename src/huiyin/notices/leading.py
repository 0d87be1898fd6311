"""Where a notice leads: to the thing that it tells of, else to its case; only where the reader may open it."""

from collections.abc import Sequence

from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.flow.actor import Actor
from huiyin.moves.opening import Opening, Thing, openings_for
from huiyin.notices.models import Notice

PARTS = {ASSIGNMENT.kind, APPLICATION.kind}
"""What stands on the page of its case: the button says 工单."""


def lines_of(notices: Sequence[Notice], actor: Actor) -> list[tuple[Notice, Opening | None]]:
    """Return the notices with where they lead: one statement for each kind of thing among them."""
    found = openings_for(actor, {thing for notice in notices for thing in _things(notice)})
    return [(notice, _opening(notice, found)) for notice in notices]


def _opening(notice: Notice, found: dict[Thing, Opening]) -> Opening | None:
    opening = next((found[thing] for thing in _things(notice) if thing in found), None)
    return Opening(CASE.label, opening.address) if opening and notice.about_kind in PARTS else opening


def _things(notice: Notice) -> list[Thing]:
    """What it may lead to, the nearest first: of what is not open to the reader the case may still be."""
    things: list[Thing] = [(notice.about_kind, notice.about)] if notice.about_kind else []
    return [*things, (CASE.kind, notice.case_id)] if notice.case_id else things
