"""The page of what is owed: by which unit, since when, how often it was reminded; and urging by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.registers.due import debtors_in_sight, may_urge, named, owed_by
from huiyin.registers.reminding import urge
from huiyin.ui.doors import actor_in, post_required, signed_in

MOST_URGED = 500


@require_safe
@post_required(*Post)
def due(request: HttpRequest) -> HttpResponse:
    """Show what the viewer's own unit owes, and what those owe whom the viewer may urge."""
    actor, day = actor_in(request), local_day(times.now())
    context = {"owed": list(owed_by(actor, day)), "standings": debtors_in_sight(actor, day)}
    return render(request, "registers/due.html", context)


@require_POST
@signed_in
def urge_chosen(request: HttpRequest) -> HttpResponse:
    """Urge the chosen reports. What was reported meanwhile, and what was urged today, is left out."""
    actor, now = actor_in(request), times.now()
    chosen = named(request.POST.getlist("owed")[:MOST_URGED], local_day(now))
    if not chosen:
        messages.warning(request, "没有选中欠报的单位，或者已经报送")
        return redirect("registers:due")
    try:
        count = urge([one for one in chosen if may_urge(actor, one.unit)], actor=actor, at=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registers:due")
    again = len(chosen) - count
    messages.success(request, f"已催报 {count} 次" + (f"，{again} 个今天已催过或不归您催报" if again else ""))
    return redirect("registers:due")
