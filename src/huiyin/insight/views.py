"""The pages of hot topics: the list of a week or month, one topic, the list as a paper to print."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.listed import PARTS, days, part_of
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.insight import measures
from huiyin.insight.models import Topic
from huiyin.insight.places import TOPICS
from huiyin.insight.queries import last_heard_of, period_of, sees_all, topics_visible_to
from huiyin.insight.rules import book_on
from huiyin.insight.shown import crossed, topic_lines, topic_shown
from huiyin.insight.states import Rhythm, TopicState
from huiyin.insight.who import CENTRE_READERS, READERS
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import ListSpec

BETWEEN = ListSpec(
    filters=days("各周起始自"),
    sorts=(
        Sort("new", "新的周在前", "begins", descending=True),
        Sort("heat", "热度高的在前", "heat", descending=True),
        Sort("letters", "件数多的在前", "letters", descending=True),
    ),
    other_keys=PARTS,
)


@require_safe
@post_required(*READERS)
def topics(request: HttpRequest) -> HttpResponse:
    """List the hot topics of a week or month, the hottest first."""
    return render(request, "insight/topics.html", _listed(request))


@require_safe
@post_required(*READERS)
def between(request: HttpRequest) -> HttpResponse:
    """List the topics of all weeks that begin in a period: what the figure of hot topics counts."""
    actor, today = actor_in(request), local_day(times.now())
    listing, part = BETWEEN.read(request.GET, None), part_of(request.GET, today)
    rows = topics_visible_to(actor).filter(pk__in=measures.topics(part.scope).order_by().values("pk"))
    page = listing.page(rows, count_up_to=10_000)
    context = {
        "listing": listing,
        "page": page,
        "part": part,
        "lines": topic_lines(page.rows, actor),
        "whole": sees_all(actor),
    }
    return render(request, "insight/between.html", context)


@require_safe
@post_required(*CENTRE_READERS)
def paper(request: HttpRequest) -> HttpResponse:
    """Show the list as a sheet to be printed: every topic with its figures and where it is heard of."""
    listed = _listed(request)
    book = book_on(listed["begins"])
    return render(request, "insight/paper.html", {**listed, "city": book.city, "today": local_day(times.now())})


def _listed(request: HttpRequest) -> dict[str, Any]:
    actor, today = actor_in(request), local_day(times.now())
    rhythm = Rhythm.MONTH if request.GET.get("rhythm") == Rhythm.MONTH.value else Rhythm.WEEK
    state = TopicState.DISMISSED if request.GET.get("state") == TopicState.DISMISSED.value else TopicState.LISTED
    asked = _day(request.GET.get("day"), today)
    # On a Monday morning the week has no topic yet: who named no day sees the last that has one, and is told so.
    begins, ends = period_of(rhythm, asked or last_heard_of(rhythm, today, actor) or today)
    rules = book_on(begins).insight.topics
    rows = topics_visible_to(actor).filter(rhythm=rhythm, begins=begins, state=state)
    shown = list(rows.order_by("-heat", "title")[: rules.shown])
    columns, table = crossed(shown, actor)
    return {
        "lines": topic_lines(shown, actor), "rhythm": rhythm, "rhythms": list(Rhythm), "begins": begins, "ends": ends,
        "earlier": begins - timedelta(days=1), "later": ends + timedelta(days=1) if ends < today else None,
        "state": state, "rules": rules, "total": rows.count(), "whole": sees_all(actor),
        "columns": columns, "table": list(zip(topic_lines([row for row, _ in table], actor), [n for _, n in table], strict=True)),
        "computed": max((row.computed_at for row in shown), default=None), "today": today,
        "instead": asked is None and ends < today,
    }  # fmt: skip


def _day(typed: str | None, today: date) -> date | None:
    """Return the day that an address names; what has not yet come is today, what is no day is none."""
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if date(1990, 1, 1) <= day <= today else today


@require_safe
@post_required(*READERS)
def topic(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Show one topic: its heat with the formula, its cases, where and when they came."""
    actor, now = actor_in(request), times.now()
    rows = topics_visible_to(actor).select_related("ledger", "into")
    row: Topic = get_object_or_404(rows, pk=topic_id)
    buttons = [
        (move.button, reverse("moves:move", args=[TOPICS.kind, row.pk, move.action]))
        for move in TOPICS.offered(row, TOPICS.facts(row, now), actor)
    ]
    return render(request, "insight/topic.html", {**topic_shown(row, actor), "buttons": buttons})
