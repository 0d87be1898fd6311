"""The place of papers: how pages and API move them."""

from django.urls import reverse

from huiyin.briefs.act import BRIEF_DOOR, brief_facts, move_brief
from huiyin.briefs.lifecycle import BRIEF
from huiyin.briefs.queries import visible_to
from huiyin.moves.place import Place, register

BRIEFS = register(
    Place(
        BRIEF,
        move_brief,
        lambda actor: visible_to(actor).select_related("ledger", "written_by"),
        lambda row, at: brief_facts(row, row.ledger, at),
        lambda row: reverse("briefs:paper", args=[row.number]),
        lambda row, actor: f"{row.name} {row.title}",
        head=lambda row: row.ledger,
        lookup="number",
        initial={"retitle": lambda asking: {"title": asking.row.title}},
    )
)

__all__ = ["BRIEFS", "BRIEF_DOOR"]
