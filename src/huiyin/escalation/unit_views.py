"""What a unit sees of the ladder: what comes next if it does nothing, its cards, what it has to read and to correct."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.clocks.models import Clock
from huiyin.escalation.circular_views import may_write
from huiyin.escalation.ladder import Ahead
from huiyin.escalation.nearing import near_for
from huiyin.escalation.queries import corrections_owed_by, foreseen_for, steps_visible_to, unread_by
from huiyin.escalation.states import OPEN_STEP, StepState
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.times import local_day
from huiyin.instructions.queries import tasks_visible_to
from huiyin.statistics.lines import case_line
from huiyin.supervision.queries import visible_to as orders_visible_to
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
        "foreseen": foreseen, "near": _near(actor, now), "steps": open_steps[:MOST_SHOWN], "cards": cards[:MOST_SHOWN],
        "unread": unread_by(actor).order_by("-circular__issued_at"), "corrections": corrections_owed_by(actor),
        "may_write": may_write(actor), "today": local_day(now), "days": LOOK_AHEAD.days,
    }  # fmt: skip
    return render(request, "escalation/own.html", context)


def _foreseen(actor: Actor) -> list[dict[str, Any]]:
    """Return a line for each next step that comes within the week: the case, and what is done when."""
    now = times.now()
    coming = foreseen_for(actor, now + LOOK_AHEAD)[:MOST_SHOWN]
    lines = _things([one.clock for one in coming], actor)
    return [_line(one, lines[_of_what(one.clock)], now) for one in coming if _of_what(one.clock) in lines]


def _near(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return a line for each step that no reply's clock counts down to."""
    return [{"case": case_line(one.case, actor), "words": one.words} for one in near_for(actor, now, now + LOOK_AHEAD)]


@dataclass(frozen=True)
class Thing:
    """What is late, or about to be: a case, a supervision order, what a leader's instruction asks of the unit."""

    address: str
    number: str
    title: str


def _of_what(clock: Clock) -> UUID:
    # A share of a case is told as its case; an order and a task are things of their own.
    return clock.case_id or clock.subject_id


def _things(clocks: list[Clock], actor: Actor) -> dict[UUID, Thing]:
    """Return what the clocks are about, as far as the actor may see it: a statement for each kind of thing there is."""
    ids = [_of_what(clock) for clock in clocks]
    found: dict[UUID, Thing] = {}
    for case in cases_visible_to(actor).filter(pk__in=ids).select_related("lead_unit"):
        line = case_line(case, actor)
        found[case.pk] = Thing(line.address, line.number, line.title)
    kinds = {clock.subject_kind for clock in clocks}
    if "supervision" in kinds:
        for order in orders_visible_to(actor).filter(pk__in=ids):
            found[order.pk] = Thing(reverse("supervision:order", args=[order.number]), order.paper, order.asked[:40])
    if "instruction_task" in kinds:
        for task in tasks_visible_to(actor).filter(pk__in=ids).select_related("instruction"):
            row = task.instruction
            found[task.pk] = Thing(reverse("instructions:one", args=[row.number]), row.name, "领导批示待反馈")
    return found


def _line(one: Ahead, thing: Thing, now: datetime) -> dict[str, Any]:
    return {"case": thing, "words": one.words(now), "moment": one.moment, "due": one.due_at, "late": now >= one.due_at,
            "rung": one.step.rung}  # fmt: skip
