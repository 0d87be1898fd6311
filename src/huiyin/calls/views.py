"""The pages of the calls: the figures of a day or a period, the list, one call, and who is to be rung back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.calls import counting
from huiyin.calls.act import LEDGER, tell_case
from huiyin.calls.entering import centres_for
from huiyin.calls.lifecycle import RINGBACK
from huiyin.calls.measures import NONE, RING_WHATS, WHATS, asked_of, calls, rung_back
from huiyin.calls.measures import ring_backs as owed_in
from huiyin.calls.models import Call, RingBack
from huiyin.calls.places import RINGBACKS
from huiyin.calls.queries import (
    book_on,
    called_by,
    caller_of,
    is_of_the_city,
    lines_to_choose,
    listed_for,
    masked_caller_of,
    of_line,
    ring_backs_visible_to,
    to_ring_back,
    unknown_numbers,
    visible_to,
)
from huiyin.calls.states import RingState
from huiyin.calls.who import OVERSEERS, READERS, RINGERS
from huiyin.cases.looked_up import write_down
from huiyin.cases.models import Assignment
from huiyin.cases.petitioners import hash_or_none
from huiyin.cases.queries import readable_by
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.sight import sight_of
from huiyin.cases.who import INTAKE_POSTS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.says import day_of
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.calls import CallOutcome
from huiyin.ui.doors import actor_in, post_required, signed_in
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.ui.personal import read_listing

TONES: Mapping[str, str] = {
    CallOutcome.ANSWERED: "good", CallOutcome.MISSED: "late", CallOutcome.ABANDONED: "late", CallOutcome.MENU: "neutral",
    RingState.WAITING: "wait", RingState.RUNG: "good", RingState.UNREACHABLE: "late",
    RingState.CALLED_AGAIN: "good", RingState.DROPPED: "neutral",
}  # fmt: skip


MOST_OF_CASE = 50
MOST_NUMBERS = 8
EVERYWHERE = Scope(centre=ANY_CENTRE)


def _among(rows: QuerySet[Any], whats: Mapping[str, Any], what: str) -> QuerySet[Any]:
    return rows & whats[what][1](EVERYWHERE)


def _with(column: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{column: "" if value == NONE else value})


SPEC = ListSpec(
    filters=(
        Filter("q", "来电号码（写全）", narrow=lambda rows, text: rows.filter(pk__in=called_by(text).values("pk")), personal=True),
        Filter("what", "统计口径", "choice", narrow=lambda rows, what: _among(rows, WHATS, what),
               choices=lambda given: [(code, label) for code, (label, _) in WHATS.items()]),
        Filter("from", "自", "day", lookup="day__gte"),
        Filter("to", "至", "day", lookup="day__lte"),
        Filter("hour", "时段", "choice", narrow=lambda rows, hour: rows.filter(hour=int(hour)),
               choices=lambda given: [(str(hour), f"{hour:02}:00") for hour in range(24)]),
        Filter("outcome", "结果", "choice", choices=lambda given: [(one.value, one.label) for one in CallOutcome]),
        Filter("agent", "工号", narrow=_with("agent_number")),
        Filter("queue", "技能组", narrow=_with("queue")),
        Filter("called", "被叫号码", narrow=_with("line")),
        Filter("unknown", "号码不明", "flag", narrow=lambda rows, yes: rows.filter(line_known=False)),
    ),
    sorts=(Sort("new", "新来的在前", "began_at", descending=True), Sort("old", "先来的在前", "began_at")),
)  # fmt: skip

RINGS = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda given: [(one.value, one.label) for one in RingState]),
        Filter("what", "统计口径", "choice", narrow=lambda rows, what: _among(rows, RING_WHATS, what),
               choices=lambda given: [(code, label) for code, (label, _) in RING_WHATS.items()]),
        Filter("from", "漏接自", "day", lookup="first_day__gte"),
        Filter("to", "至", "day", lookup="first_day__lte"),
    ),
    sorts=(Sort("due", "期限近的在前", "due_at"), Sort("new", "新漏接的在前", "first_at", descending=True)),
)  # fmt: skip


def _for(spec: ListSpec, actor: Actor) -> ListSpec:
    """Return the list with a choice of lines for whoever sees more than one; which one is listed, `queries.of_line` says."""
    lines = [(pk, f"{name}专线") for pk, name in lines_to_choose(actor)]
    if len(lines) + is_of_the_city(actor) < 2:
        return replace(spec, other_keys=spec.other_keys | {"line"})
    label = "市热线来电" if is_of_the_city(actor) else "专线"
    choice = Filter("line", label, "choice", narrow=lambda rows, line: rows, choices=lambda given: lines)
    return replace(spec, filters=(choice, *spec.filters))


@require_safe
@post_required(*OVERSEERS, on_own_line=True)
def index(request: HttpRequest) -> HttpResponse:
    """Show the figures of today, or of a period, by hour, day or agent; each leads to its calls."""
    actor, (since, last) = actor_in(request), _period(request)
    lines = lines_to_choose(actor)
    line = _line_asked(request, actor, lines)
    scope, way = Scope(since, last + ONE_DAY, centre=line), _way(request, since, last)
    whole = counting.whole(scope)
    owed, rung = owed_in(scope).count(), rung_back(scope).count()
    context = {
        "whole": _shown(whole), "lines": [_shown(one) for one in counting.by(way, scope)], "by": way, "ways": counting.BY,
        "since": since, "last": last, "is_today": since == last == local_day(times.now()),
        "waiting": to_ring_back(actor).count(), "owed": owed, "rung": rung,
        "rings_at": {what: f"{reverse('calls:ring_backs')}?{urlencode({**asked_of(scope), 'what': what})}" for what in RING_WHATS},
        "latest": None if calls(scope).exists() else calls(Scope(centre=line)).order_by("-began_at").first(),
        "unknown": unknown_numbers(MOST_NUMBERS) if not line and is_of_the_city(actor) else (),
        "line": line, "lines_to_choose": lines, "line_name": dict(lines).get(line, ""), "of_city": is_of_the_city(actor),
        "may_enter": bool(centres_for(actor)),
    }  # fmt: skip
    return render(request, "calls/index.html", context)


def _line_asked(request: HttpRequest, actor: Actor, lines: Sequence[tuple[str, str]]) -> str:
    """Return the unit whose line is looked at: the one asked for, empty for the city's. Raises Http404 for a hidden one."""
    asked = request.GET.get("line", "")
    if asked not in {"", *(pk for pk, _ in lines)}:
        raise Http404
    return asked or ("" if is_of_the_city(actor) else lines[0][0])


def _period(request: HttpRequest) -> tuple[date, date]:
    today = local_day(times.now())
    try:
        asked = day_of(request.GET["from"]), day_of(request.GET["to"])
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
@post_required(*READERS, on_own_line=True)
def listed(request: HttpRequest) -> HttpResponse:
    """List calls, the callers masked. Who looks for a whole number is written down."""
    actor = actor_in(request)
    listing = read_listing(_for(SPEC, actor), request)
    if hashed := hash_or_none("phone", listing.values.get("q", "")):
        write_down(hashed, "calls", actor=actor, at=times.now())
    rows = listed_for(actor, listing.values.get("line", ""))
    page = listing.page(rows.select_related("agent", "about", "centre"), count_up_to=300_000)
    sees_all = actor.holds(*OVERSEERS) or actor.holds_on_own_line(*OVERSEERS)
    context = {
        "listing": listing,
        "page": page,
        "lines": _lines(page.rows, actor),
        "sees_all": sees_all,
        "may_enter": bool(centres_for(actor)),
    }
    return render(request, "calls/list.html", context)


def _lines(rows: Iterable[Call], actor: Actor) -> list[dict[str, Any]]:
    kept = list(rows)
    mine = {row.about_id for row in kept if row.about_id}
    seen = set(readable_by(actor).filter(pk__in=mine).values_list("pk", flat=True)) if mine else set()
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
@post_required(*READERS, on_own_line=True)
def one(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show one call."""
    return _call_page(request, _call(request, call_id))


def _call(request: HttpRequest, call_id: UUID) -> Call:
    return get_object_or_404(visible_to(actor_in(request)).select_related("agent", "about", "centre"), pk=call_id)


def _call_page(request: HttpRequest, call: Call, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = actor_in(request)
    purposes = book_on(local_day(times.now())).reveal_purposes
    context = {
        **_lines([call], actor)[0], "may_reveal": bool(call.caller) and actor.holds_for(call.centre_id, *RINGERS),
        "may_tell": actor.holds_for(call.centre_id, *READERS), "ring": _ring_of(call, actor),
        "may_register": actor.holds_for(call.centre_id, *INTAKE_POSTS, Post.DIRECTOR),
        "purposes": [(one.code, one.label) for one in purposes], **more,
    }  # fmt: skip
    return render(request, "calls/one.html", context, status=status)


def _ring_of(call: Call, actor: Actor) -> dict[str, Any] | None:
    """Return the ring-back that this caller is owed, so that who has rung says how it ended where the number stands."""
    if call.caller_hash is None:
        return None
    rows = ring_backs_visible_to(actor).filter(caller_hash=call.caller_hash, centre=call.centre_id)
    row = rows.filter(state=RingState.WAITING).select_related("call", "ledger", "by").first()
    return _ring_line(row, actor, times.now()) if row else None


@never_cache
@require_POST
@post_required(*RINGERS, on_own_line=True)
def reveal(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show the caller's number, this once, for a purpose that is written into the journal."""
    call, actor, now = _call(request, call_id), actor_in(request), times.now()
    if not actor.holds_for(call.centre_id, *RINGERS):
        raise Http404
    purpose = request.POST.get("purpose", "")
    if purpose not in {one.code for one in book_on(local_day(now)).reveal_purposes}:
        return _call_page(request, call, status=422, no_purpose=True)
    note(
        "call.reveal", "call", call.pk, at=now, head=LEDGER, actor=actor, said={"purpose": purpose, "call": call.number}
    )
    return _call_page(request, call, revealed=caller_of(call))


@require_POST
@post_required(*READERS, on_own_line=True)
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
@signed_in
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the calls about a case to whoever reads the case, the caller as the case shows its petitioner: a part of its page."""
    actor = actor_in(request)
    case = get_object_or_404(readable_by(actor), number=number)
    rows = list(
        Call.objects.filter(about=case).select_related("agent", "about").order_by("-began_at", "-id")[:MOST_OF_CASE]
    )
    opens = set(visible_to(actor).filter(about=case).values_list("pk", flat=True))
    sight = sight_of(actor, case, Assignment.objects.filter(case=case))
    lines = [{**_line(row, sees_case=False), "opens": row.pk in opens} for row in rows]
    context = {"case": case, "lines": lines, "sees_caller": sight.sees_petitioner, "most": MOST_OF_CASE}
    is_part = bool(getattr(request, "htmx", False))
    return render(request, f"calls/of_case.html{'#all' if is_part else ''}", context)


@never_cache
@require_safe
@post_required(*READERS, on_own_line=True)
def ring_backs(request: HttpRequest) -> HttpResponse:
    """List who found nobody: those who wait to be rung back, each with the buttons that the viewer may press."""
    actor, now = actor_in(request), times.now()
    query = request.GET.copy()
    if not query.keys() - {"line"}:
        query["state"] = RingState.WAITING.value
    listing = _for(RINGS, actor).read(query)
    rows = of_line(ring_backs_visible_to(actor), actor, listing.values.get("line", ""))
    page = listing.page(rows.select_related("call", "ledger", "by"), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [_ring_line(row, actor, now) for row in page.rows],
        "waiting": to_ring_back(actor).count(),
        "sees_figures": actor.holds(*OVERSEERS) or actor.holds_on_own_line(*OVERSEERS),
        "attempts": book_on(local_day(now)).calls.attempts, "may_enter": bool(centres_for(actor)),
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
