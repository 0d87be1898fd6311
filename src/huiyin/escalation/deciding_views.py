"""Deciding about several proposed steps at once: ticked in the list, each ordered or set aside by its own move."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.escalation import asks
from huiyin.escalation.forms import book_now
from huiyin.escalation.models import StepTaken
from huiyin.escalation.places import STEPS
from huiyin.escalation.queries import waiting_for
from huiyin.escalation.who import READERS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import take
from huiyin.ui.doors import actor_in, post_required

MOST_AT_ONCE = 50
ACTIONS = ("order", "set_aside")


def deciding_form(request: HttpRequest) -> MoveForm:
    """Return what is said with all ticked steps: words, and until when what is ordered has to be done."""
    return form_for(asks.ORDER, book_now(), None, request.POST if request.method == "POST" else None)


@require_POST
@post_required(*READERS, on_own_line=True)
def decide(request: HttpRequest) -> HttpResponse:
    """Order the ticked steps, or set them aside; each by itself, and what is refused stays and says why."""
    actor, action = actor_in(request), request.POST.get("do", "")
    ticked = {int(text) for text in request.POST.getlist("steps") if text.isdecimal() and len(text) < 10}
    if action not in ACTIONS or not ticked:
        messages.error(request, "请先勾选要决定的措施，再点“下达所选”或“不予采取所选”")
        return redirect("escalation:index")
    form = deciding_form(request)
    said = {ask.name: form.said().get(ask.name) for ask in STEPS.table.of(action).asks}
    rows = waiting_for(actor).filter(number__in=ticked).select_related("ledger", "case", "unit").order_by("number")
    found = list(rows[:MOST_AT_ONCE])
    refused = [f"{row.name}：{why}" for row in found if (why := _decided(row, action, said, actor, form.key))]
    if done := len(found) - len(refused):
        messages.success(request, f"已{STEPS.table.of(action).button} {done} 项")
    for why in refused:
        messages.error(request, why)
    if gone := len(ticked) - len(found):
        messages.warning(request, f"{gone} 项已由别人决定，或一次超过 {MOST_AT_ONCE} 项，未处理")
    return redirect("escalation:index")


def _decided(row: StepTaken, action: str, said: Mapping[str, Any], actor: Actor, key: str) -> str:
    """Take one move; return why not, in words. The same form sent again decides nothing twice."""
    own_key = uuid5(row.pk, f"{key}{action}").hex if key else ""
    try:
        take(STEPS.asking_own(row, action, actor, times.now()), said, seen=None, key=own_key)
    except Refused as refused:
        return "；".join([*refused.reasons, *refused.fields.values()])
    return ""
