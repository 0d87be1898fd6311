"""The pages of the calls: the figures of a day or a period, the list, one call, and who is to be rung back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.calls import counting
from huiyin.calls.act import LEDGER, tell_case
from huiyin.calls.lifecycle import RINGBACK
from huiyin.calls.measures import RING_WHATS, WHATS, calls, days_of, rung_back
from huiyin.calls.measures import ring_backs as owed_in
from huiyin.calls.models import Call, RingBack
from huiyin.calls.places import RINGBACKS
from huiyin.calls.queries import (
    book_on,
    called_by,
    caller_of,
    masked_caller_of,
    ring_backs_visible_to,
    to_ring_back,
    visible_to,
)
from huiyin.calls.states import RingState
from huiyin.calls.who import OVERSEERS, READERS, RINGERS
from huiyin.cases.looked_up import write_down
from huiyin.cases.petitioners import hash_or_none
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.measures.scope import Scope
from huiyin.rulebook.calls import CallOutcome
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

TONES: Mapping[str, str] = {
    CallOutcome.ANSWERED: "good", CallOutcome.MISSED: "late", CallOutcome.ABANDONED: "late", CallOutcome.MENU: "neutral",
    RingState.WAITING: "wait", RingState.RUNG: "good", RingState.UNREACHABLE: "late",
    RingState.CALLED_AGAIN: "good", RingState.DROPPED: "neutral",
}  # fmt: skip


def _among(rows: QuerySet[Any], whats: Mapping[str, Any], what: str, scope: Scope) -> QuerySet[Any]:
    return rows & whats[what][1](scope)


SPEC = ListSpec(
    filters=(
        Filter("q", "来电号码（写全）", narrow=lambda rows, text: rows.filter(pk__in=called_by(text).values("pk"))),
        Filter("what", "结果", "choice", narrow=lambda rows, what: _among(rows, WHATS, what, Scope()),
               choices=lambda given: [(code, label) for code, (label, _) in WHATS.items()]),
        Filter("from", "自", "day", lookup="day__gte"),
        Filter("to", "至", "day", lookup="day__lte"),
        Filter("hour", "时段", "choice", narrow=lambda rows, hour: rows.filter(hour=int(hour)),
               choices=lambda given: [(str(hour), f"{hour:02}:00") for hour in range(24)]),
        Filter("agent", "工号", lookup="agent_number"),
    ),
    sorts=(Sort("new", "新来的在前", "began_at", descending=True), Sort("old", "先来的在前", "began_at")),
)  # fmt: skip

RINGS = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda given: [(one.value, one.label) for one in RingState]),
        Filter("what", "统计", "choice", narrow=lambda rows, what: _among(rows, RING_WHATS, what, Scope()),
               choices=lambda given: [(code, label) for code, (label, _) in RING_WHATS.items()]),
        Filter("from", "漏接自", "day", lookup="first_day__gte"),
        Filter("to", "至", "day", lookup="first_day__lte"),
    ),
    sorts=(Sort("due", "期限近的在前", "due_at"), Sort("new", "新漏接的在前", "first_at", descending=True)),
)  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the figures of today, or of a period, by hour, day or agent; each leads to its calls."""
    since, last = _period(request)
    scope, way = Scope(since, last + ONE_DAY), _way(request, since, last)
    whole = counting.whole(scope)
    owed, rung = owed_in(scope).count(), rung_back(scope).count()
    context = {
        "whole": _shown(whole), "lines": [_shown(one) for one in counting.by(way, scope)], "by": way, "ways": counting.BY,
        "since": since, "last": last, "is_today": since == last == local_day(times.now()),
        "waiting": to_ring_back().count(), "owed": owed, "rung": rung,
        "rings_at": {what: f"{reverse('calls:ring_backs')}?{urlencode({**days_of(scope), 'what': what})}" for what in RING_WHATS},
        "latest": None if calls(scope).exists() else Call.objects.order_by("-began_at").first(),
    }  # fmt: skip
    return render(request, "calls/index.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    today = local_day(times.now())
    try:
        asked = date.fromisoformat(request.GET["from"]), date.fromisoformat(request.GET["to"])
    except (KeyError, ValueError):
        return today, today
    return asked if asked[0] <= asked[1] else (asked[1], asked[0])


def _way(request: HttpRequest, since: date, last: date) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in dict(counting.BY) else "hour" if since == last else "day"


def _shown(counted: counting.Counted) -> tuple[counting.Counted, dict[str, str]]:
    at = reverse("calls:list")
    return counted, {what: f"{at}?{urlencode({**counted.asked, 'what': what})}" for what in WHATS}


@never_cache
@require_safe
@post_required(*READERS)
def listed(request: HttpRequest) -> HttpResponse:
    """List calls, the callers masked. Who looks for a whole number is written down."""
    actor = actor_in(request)
    listing = SPEC.read(request.GET)
    if hashed := hash_or_none("phone", listing.values.get("q", "")):
        write_down(hashed, "calls", actor=actor, at=times.now())
    page = listing.page(visible_to(actor).select_related("agent", "about"), count_up_to=300_000)
    context = {"listing": listing, "page": page, "lines": _lines(page.rows, actor), "sees_all": actor.holds(*OVERSEERS)}
    return render(request, "calls/list.html", context)


def _lines(rows: Iterable[Call], actor: Actor) -> list[dict[str, Any]]:
    kept = list(rows)
    mine = {row.about_id for row in kept if row.about_id}
    seen = set(cases_visible_to(actor).filter(pk__in=mine).values_list("pk", flat=True)) if mine else set()
    return [_line(row, row.about_id in seen) for row in kept]


def _line(row: Call, sees_case: bool) -> dict[str, Any]:
    outcome = CallOutcome(row.outcome)
    case = _case_page(row.about.number) if sees_case and row.about else ""
    return {"row": row, "caller": masked_caller_of(row), "outcome": outcome.label, "tone": TONES[outcome], "case": case}


def _case_page(number: str) -> str:
    # The page of a case belongs to a room above this one, which may be absent.
    try:
        return f"{reverse('desk:cases')}{number}/"
    except NoReverseMatch:
        return ""


@never_cache
@require_safe
@post_required(*READERS)
def one(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show one call."""
    return _call_page(request, _call(request, call_id))


def _call(request: HttpRequest, call_id: UUID) -> Call:
    return get_object_or_404(visible_to(actor_in(request)).select_related("agent", "about"), pk=call_id)


def _call_page(request: HttpRequest, call: Call, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = actor_in(request)
    purposes = book_on(local_day(times.now())).reveal_purposes
    context = {
        **_lines([call], actor)[0], "may_reveal": bool(call.caller) and actor.holds(*RINGERS),
        "purposes": [(one.code, one.label) for one in purposes], **more,
    }  # fmt: skip
    return render(request, "calls/one.html", context, status=status)


@never_cache
@require_POST
@post_required(*RINGERS)
def reveal(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show the caller's number, this once, for a purpose that is written into the journal."""
    call, now = _call(request, call_id), times.now()
    purpose = request.POST.get("purpose", "")
    if purpose not in {one.code for one in book_on(local_day(now)).reveal_purposes}:
        return _call_page(request, call, status=422, no_purpose=True)
    actor = actor_in(request)
    note(
        "call.reveal", "call", call.pk, at=now, head=LEDGER, actor=actor, said={"purpose": purpose, "call": call.number}
    )
    return _call_page(request, call, revealed=caller_of(call))


@require_POST
@post_required(*READERS)
def about(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Tell about which case the call was."""
    call, actor = _call(request, call_id), actor_in(request)
    number = request.POST.get("number", "").strip()
    case = cases_visible_to(actor).filter(number=number[:40]).first() if number and "\0" not in number else None
    if case is None:
        return _call_page(request, call, status=422, typed=number[:40], no_case=True)
    try:
        tell_case(call, case, actor=actor, at=times.now())
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, f"已关联工单 {case.number}")
    return redirect("calls:one", call.pk)


@never_cache
@require_safe
@post_required(*READERS)
def ring_backs(request: HttpRequest) -> HttpResponse:
    """List who found nobody: those who wait to be rung back, each with the buttons that the viewer may press."""
    actor, now = actor_in(request), times.now()
    query = request.GET.copy()
    if not query:
        query["state"] = RingState.WAITING.value
    listing = RINGS.read(query)
    page = listing.page(ring_backs_visible_to(actor).select_related("call", "ledger", "by"), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [_ring_line(row, actor, now) for row in page.rows],
        "waiting": to_ring_back().count(), "sees_figures": actor.holds(*OVERSEERS),
        "attempts": book_on(local_day(now)).calls.attempts,
    }  # fmt: skip
    return render(request, "calls/ring_backs.html", context)


def _ring_line(row: RingBack, actor: Actor, now: Any) -> dict[str, Any]:
    facts = RINGBACKS.facts(row, now)
    buttons = [
        (move.button, reverse("moves:move", args=[RINGBACKS.kind, row.pk, move.action]))
        for move in RINGBACKS.offered(row, facts, actor)
    ]
    label, tone = RINGBACK.label_of(row.state), TONES[row.state]
    return {"row": row, "caller": masked_caller_of(row.call), "state": label, "tone": tone, "buttons": buttons}
