"""The pages of the hard matters of a month, their printed report, and the calendar of the seasons."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.choosing import unit_pairs
from huiyin.cases.listed import part_of
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.hardcases import asks, measures
from huiyin.hardcases.act import choose_focus
from huiyin.hardcases.lifecycle import FOCUS
from huiyin.hardcases.models import Focus
from huiyin.hardcases.places import FOCUSES
from huiyin.hardcases.queries import (
    book_on,
    focuses_visible_to,
    reminded_of,
    seasons_on,
    units_to_prepare,
)
from huiyin.hardcases.shown import TONES, focus_shown
from huiyin.hardcases.states import FocusState
from huiyin.hardcases.who import ALL, CHOOSERS
from huiyin.measures.scope import Scope
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.navigation import opens
from huiyin.units.queries import active

MONTHS_SHOWN = 13


@require_safe
@post_required(*ALL)
def focuses(request: HttpRequest) -> HttpResponse:
    """Show the hard matters of the last months, and whether this month has its own."""
    actor, today = actor_in(request), local_day(times.now())
    this = today.replace(day=1)
    since = (this - timedelta(days=31 * MONTHS_SHOWN)).replace(day=1)
    part = part_of(request.GET, today)
    rows = part.of(focuses_visible_to(actor), measures.focuses).select_related("owner").order_by("-month", "chosen_at")
    rows = rows.filter(month__gte=since) if part.is_whole else rows
    rows = rows.filter(result=measures.SOLVED) if request.GET.get("result") == measures.SOLVED else rows
    months: dict[date, list[dict[str, Any]]] = {}
    for row in rows:
        line = {"row": row, "state": FOCUS.label_of(row.state), "tone": TONES[row.state]}
        months.setdefault(row.month, []).append(line)
    rules = book_on(today).hardcases
    here = [one for one in months.get(this, ()) if one["row"].state != FocusState.DROPPED]
    late = [one["row"] for month, lines in months.items() if month < this for one in lines
            if one["row"].state == FocusState.RUNNING]  # fmt: skip
    is_all = part.is_whole and "result" not in request.GET
    context = {
        "months": list(months.items()), "rules": rules, "this": this, "late": late, "may_choose": actor.holds(*CHOOSERS),
        "lacks": max(0, rules.focus_least - len(here)) if is_all else 0, "part": part, "is_all": is_all,
        "solved": "result" in request.GET,
        "total": sum(len(lines) for lines in months.values()), "period": _in_words(part.scope),
    }  # fmt: skip
    return render(request, "hardcases/focuses.html", context)


def _in_words(scope: Scope) -> str:
    last = scope.until - ONE_DAY if scope.until else None
    return " ".join(f"{word} {day}" for word, day in (("自", scope.since), ("至", last)) if day)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*CHOOSERS)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a hard matter for a month."""
    actor, now = actor_in(request), times.now()
    today = local_day(now)
    book = book_on(today)
    topics = [
        (code, " / ".join(book.category_path(code))) for code in book.categories if len(book.tree.lineage(code)) <= 2
    ]
    known = {"owner": unit_pairs(active(today)), "category": topics}
    sent = request.POST if request.method == "POST" else None
    form, status = form_for(asks.CHOOSE, book, known, sent, initial={"month": today}), 200
    if sent is not None:
        try:
            row = choose_focus(form.said(), actor=actor, at=now, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, "已选定本月重点问题，牵头单位会收到通知")
            return redirect("hardcases:focus", row.pk)
    return render(request, "hardcases/choose.html", {"form": form, "rules": book.hardcases}, status=status)


@require_safe
@post_required(*ALL)
def focus(request: HttpRequest, focus_id: UUID) -> HttpResponse:
    """Show one hard matter: why it was chosen, how it gets on, what came of it."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(focuses_visible_to(actor).select_related("ledger", "owner", "chosen_by"), pk=focus_id)
    buttons = [
        (move.button, reverse("moves:move", args=[FOCUSES.kind, row.pk, move.action]))
        for move in FOCUSES.offered(row, FOCUSES.facts(row, now), actor)
    ]
    context = {**_seen(row, actor), "buttons": buttons, "month": f"{row.month:%Y-%m}"}
    return render(request, "hardcases/focus.html", context)


@require_safe
@post_required(*ALL)
def paper(request: HttpRequest, month: str) -> HttpResponse:
    """Show the hard matters of a month as a sheet to be printed for the leaders."""
    actor = actor_in(request)
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    rows = focuses_visible_to(actor).filter(month=first).exclude(state=FocusState.DROPPED).select_related("owner")
    found = [_seen(row, actor) for row in rows.order_by("chosen_at")]
    if not found:
        raise Http404
    book = book_on(first)
    context = {"month": first, "focuses": found, "city": book.city, "today": local_day(times.now())}
    return render(request, "hardcases/paper.html", context)


def _seen(row: Focus, actor: Actor) -> dict[str, Any]:
    """Return what is shown of a matter: of its cases those that the viewer sees, and how many there are."""
    shown = focus_shown(row)
    seen = set(cases_visible_to(actor).filter(focuses__focus=row).values_list("pk", flat=True))
    return {**shown, "cases": [one for one in shown["cases"] if one.pk in seen], "joined": len(shown["cases"])}


@require_safe
@post_required(*ALL)
def seasons(request: HttpRequest) -> HttpResponse:
    """Show the calendar of what comes with the seasons, which runs, and which units were told to prepare."""
    today = local_day(times.now())
    coming = seasons_on(today)
    lines = [
        {
            "coming": one, "topics": one.season.topics, "units": len(units_to_prepare(one.season, today)),
            "told": reminded_of(one.season.code, one.begins),
        }
        for one in coming
    ]  # fmt: skip
    context = {
        "lines": lines, "topics": sum(len(one.season.topics) for one in coming),
        "leads_to_preparations": opens(actor_in(request), "insight:preparations"),
    }  # fmt: skip
    return render(request, "hardcases/seasons.html", context)
