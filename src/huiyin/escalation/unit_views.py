"""What a unit sees of the ladder: what comes next if it does nothing, its cards, what it has to read and to correct."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.escalation.circular_views import may_write
from huiyin.escalation.ladder import Ahead
from huiyin.escalation.nearing import near_for
from huiyin.escalation.queries import corrections_owed_by, foreseen_for, steps_visible_to, unread_by
from huiyin.escalation.states import OPEN_STEP, StepState
from huiyin.escalation.things import Thing, behind_steps, of_what, things_of
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
    standing = list(open_steps[:MOST_SHOWN])
    things = behind_steps(standing, actor)
    context = {
        "foreseen": foreseen, "near": _near(actor, now), "cards": cards[:MOST_SHOWN],
        "steps": [(step, things.get(step.pk)) for step in standing],
        "unread": unread_by(actor).order_by("-circular__issued_at"), "corrections": corrections_owed_by(actor),
        "may_write": may_write(actor), "today": local_day(now), "days": LOOK_AHEAD.days,
    }  # fmt: skip
    return render(request, "escalation/own.html", context)


def _foreseen(actor: Actor) -> list[dict[str, Any]]:
    """Return a line for each next step that comes within the week: the case, and what is done when."""
    now = times.now()
    coming = foreseen_for(actor, now + LOOK_AHEAD)[:MOST_SHOWN]
    lines = things_of([one.clock for one in coming], actor)
    return [_line(one, lines[of_what(one.clock)], now) for one in coming if of_what(one.clock) in lines]


def _near(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return a line for each step that no reply's clock counts down to."""
    return [{"case": case_line(one.case, actor), "words": one.words} for one in near_for(actor, now, now + LOOK_AHEAD)]


def _line(one: Ahead, thing: Thing, now: datetime) -> dict[str, Any]:
    return {"case": thing, "words": one.words(now), "moment": one.moment, "due": one.due_at, "late": now >= one.due_at,
            "rung": one.step.rung}  # fmt: skip
