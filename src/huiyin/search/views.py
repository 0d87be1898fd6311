"""The page of the search: a real form, whose answers also come as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.looked_up import write_down
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.search import queries
from huiyin.search.asked import LONGEST, Asked, asked_by
from huiyin.search.shown import row_of
from huiyin.search.who import SEARCHERS, may_find_people
from huiyin.ui.doors import actor_in, post_required

AT_FIRST = 20


@never_cache
@require_safe
@post_required(*SEARCHERS)
def find(request: HttpRequest) -> HttpResponse:
    """Show what is found for what was typed: the whole page, or the answers alone while somebody types."""
    actor, asked = actor_in(request), asked_by(request.GET.get("q", ""))
    is_part = bool(getattr(request, "htmx", False))
    template = "search/find.html#answers" if is_part else "search/find.html"
    shown = queries.MOST if request.GET.get("all") else AT_FIRST
    response = render(request, template, _context(actor, asked, shown))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _context(actor: Actor, asked: Asked, most: int) -> dict[str, Any]:
    found, at = queries.find(actor, asked, most), times.now()
    if found.people and asked.person_hash:
        # To be told that a number or a name fits is to know whose it is, whatever of it is masked.
        write_down(asked.person_hash[1], "search", actor=actor, at=at)
    groups = [("工单编号", found.numbers), ("诉求人", found.people), ("内容、地点、单位", found.words)]
    rows = [(label, [row_of(case, actor, asked.terms, at) for case in cases]) for label, cases in groups if cases]
    return {
        "asked": asked, "groups": rows, "total": _total(found), "longest": LONGEST, "finds_people": may_find_people(actor),
        "left": found.many > len(found.words), "most": queries.MOST, "most_units": queries.MOST_UNITS,
        "crowded": found.crowded,
    }  # fmt: skip


def _total(found: queries.Found) -> str:
    """Return how many were found; beyond the most that are looked for nobody counts."""
    return f"{queries.MOST} 件以上" if found.more else f"{found.count} 件"
