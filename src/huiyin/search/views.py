"""The page of the search: a real form, whose answers also come as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from huiyin.cases.looked_up import write_down
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.search import queries
from huiyin.search.asked import LONGEST, Asked, asked_by
from huiyin.search.shown import row_of
from huiyin.search.who import SEARCHERS, may_find_people
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.personal import MARK, NOT_IN_ADDRESS, opened, sealed_query

AT_FIRST = 20


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SEARCHERS)
def find(request: HttpRequest) -> HttpResponse:
    """Show what is found for what was typed: the whole page, or the answers alone while somebody types.

    What is typed comes by POST; in the address it stands sealed. By what stands there legibly nobody is found by phone or name.
    """
    if request.method == "POST":
        return _answers(request) if getattr(request, "htmx", False) else redirect(_address(request))
    actor, value = actor_in(request), request.GET.get("q", "")
    typed = opened(value, actor)
    asked = asked_by("" if value.startswith(MARK) else value).without_person() if typed is None else asked_by(typed)
    context = _context(actor, asked, queries.MOST if request.GET.get("all") else AT_FIRST)
    hint = NOT_IN_ADDRESS if typed is None and asked_by(value).phone else ""
    return render(request, "search/find.html", {**context, "here": request.GET.urlencode(), "hint": hint})


def _answers(request: HttpRequest) -> HttpResponse:
    """Answer with the rows alone, and with the address under which they can be come back to."""
    actor, asked, address = actor_in(request), asked_by(request.POST.get("q", "")), _address(request)
    context = {**_context(actor, asked, AT_FIRST), "here": address.partition("?")[2]}
    return replace_url(render(request, "search/find.html#answers", context), address)


def _address(request: HttpRequest) -> str:
    query = sealed_query(request.POST, ["q"], actor_in(request), leave_out=["csrfmiddlewaretoken"])
    return f"{reverse('search:find')}?{query}" if query else reverse("search:find")


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
