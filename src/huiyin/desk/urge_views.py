"""Urging by unit: which units are late with how many cases, and one call to a unit for all of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.asks import WAYS
from huiyin.desk.rows import CASE_FIELDS, Reader
from huiyin.desk.urging import MOST_AT_ONCE, late_cases_of, units_with_late_cases, urge_all
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.moves.form import new_key
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.models import Unit

URGERS = (Post.SUPERVISOR, Post.DIRECTOR)
WAYS_TO_URGE = WAYS[:5]
"""How one speaks with a unit; the public ways are for petitioners."""


@require_safe
@post_required(*URGERS, on_own_line=True)
def units(request: HttpRequest) -> HttpResponse:
    """List the units that are late with cases."""
    return render(request, "desk/urge.html", {"units": units_with_late_cases(actor_in(request), times.now())})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*URGERS, on_own_line=True)
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Show the late cases of one unit, and urge it for those that are ticked."""
    found = get_object_or_404(Unit, pk=unit_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        urged = _urge(request, found)
    except Refused as refused:
        return _page(request, found, refused, status=status_of(refused))
    messages.success(request, f"已催办{found.short_name} {urged} 件")
    return redirect("desk:urge")


def _urge(request: HttpRequest, found: Unit) -> int:
    actor, now = actor_in(request), times.now()
    asked = set(request.POST.getlist("cases"))
    chosen = [pk for pk in late_cases_of(found, actor, now).values_list("pk", flat=True) if str(pk) in asked]
    said = (request.POST.get("way", ""), request.POST.get("note", ""))
    urge_all(found, chosen, *said, actor=actor, at=now, key=request.POST.get("key", "")[:64])
    return len(chosen)


def _page(request: HttpRequest, found: Unit, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    actor, now, sent = actor_in(request), times.now(), request.POST
    rows = list(late_cases_of(found, actor, now).values(*CASE_FIELDS)[:MOST_AT_ONCE])
    reader = Reader(actor, now)
    ticked = sent.getlist("cases") if refused else [str(row["id"]) for row in rows]
    context = {
        "unit": found,
        "lines": [(str(row["id"]), str(row["id"]) in ticked, reader.late_case(row)) for row in rows],
        "ways": WAYS_TO_URGE,
        "way": sent.get("way", "phone"),
        "note": sent.get("note", ""),
        "key": sent.get("key") or new_key(),
        "reasons": [*refused.reasons, *refused.fields.values()] if refused else [],
    }
    return render(request, "desk/urge_unit.html", context, status=status)
