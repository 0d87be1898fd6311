"""What a unit sees of the ladder: what comes next if it does nothing, its cards, what it has to read and to correct."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.escalation.circular_views import may_write
from huiyin.escalation.ladder import Ahead
from huiyin.escalation.queries import corrections_owed_by, foreseen_for, steps_visible_to, unread_by
from huiyin.escalation.states import OPEN_STEP, StepState
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.times import local_day
from huiyin.statistics.lines import case_line
from huiyin.ui.doors import actor_in, post_required

LOOK_AHEAD = timedelta(days=7)
MOST_SHOWN = 100


@require_safe
@post_required(*UNIT_POSTS)
def own(request: HttpRequest) -> HttpResponse:
    """Show a unit what comes, what stands against it, what it has to read and to correct; as a part, only what comes."""
    actor, now = actor_in(request), times.now()
    foreseen = _foreseen(actor)
    if request.headers.get("HX-Request") and request.GET.get("part") == "ahead":
        return render(request, "escalation/own.html#ahead", {"foreseen": foreseen, "is_part": True})
    steps = steps_visible_to(actor).select_related("case", "unit").order_by("-weight", "-reached_at", "-number")
    open_steps = steps.filter(state__in=sorted(OPEN_STEP))
    cards = steps.filter(state=StepState.SHOWN, case__answered_at__isnull=True)
    context = {
        "foreseen": foreseen, "steps": open_steps[:MOST_SHOWN], "cards": cards[:MOST_SHOWN],
        "unread": unread_by(actor).order_by("-circular__issued_at"), "corrections": corrections_owed_by(actor),
        "may_write": may_write(actor), "today": local_day(now), "days": LOOK_AHEAD.days,
    }  # fmt: skip
    return render(request, "escalation/own.html", context)


def _foreseen(actor: Actor) -> list[dict[str, Any]]:
    """Return a line for each next step that comes within the week: the case, and what is done when."""
    now = times.now()
    coming = foreseen_for(actor, now + LOOK_AHEAD)[:MOST_SHOWN]
    seen = cases_visible_to(actor).filter(pk__in=[one.clock.case_id for one in coming]).select_related("lead_unit")
    lines = {case.pk: case_line(case, actor) for case in seen}
    return [_line(one, lines[one.clock.case_id], now) for one in coming if one.clock.case_id in lines]


def _line(one: Ahead, case: Any, now: Any) -> dict[str, Any]:
    return {"case": case, "words": one.words(now), "moment": one.moment, "due": one.due_at, "late": now >= one.due_at,
            "rung": one.step.rung}  # fmt: skip
