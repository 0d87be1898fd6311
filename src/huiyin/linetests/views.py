"""The pages of the test calls: the desk that shows number after number, the list, one call, and the rates."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.journal.models import Event, Remark
from huiyin.linetests import counting
from huiyin.linetests.act import move_test, plan_round
from huiyin.linetests.lifecycle import LINETEST
from huiyin.linetests.measures import WHATS
from huiyin.linetests.models import LineTest, Round
from huiyin.linetests.places import LINETESTS
from huiyin.linetests.queries import book_on, next_to_ring, to_ring, visible_to
from huiyin.linetests.states import ANSWERS, Heard, LineState
from huiyin.linetests.who import CALLERS, KEEPERS, OVERSEERS, READERS, tester
from huiyin.measures.scope import Scope
from huiyin.moves.form import new_key
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, Listing, ListSpec
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

LEDGER = "exports"
HEADER = ("月份", "单位", "电话", "状态", "结果", "用语不规范", "拨打次数", "拨测时间", "拨测人", "备注", "单位说明")
TONES: Mapping[str, str] = {
    LineState.WAITING: "wait", LineState.ANSWERED: "good", LineState.MISSED: "late", LineState.VOIDED: "neutral",
}  # fmt: skip
BY_KEY = (
    ("1", Heard.IN_TIME),
    ("2", Heard.SLOW),
    ("3", Heard.NO_ANSWER),
    ("4", Heard.ENGAGED),
    ("5", Heard.WRONG_NUMBER),
)


def _units(given: Any) -> list[tuple[str, str]]:
    return list(Unit.objects.filter(depth__lte=2).order_by("path").values_list("path", "short_name"))


def _what(rows: QuerySet[LineTest], what: str) -> QuerySet[LineTest]:
    return rows.filter(pk__in=WHATS[what][1](Scope()).values("pk"))


def _day_from(rows: QuerySet[LineTest], day: date) -> QuerySet[LineTest]:
    return rows.filter(pk__in=WHATS["told"][1](Scope(since=day)).values("pk"))


def _day_to(rows: QuerySet[LineTest], day: date) -> QuerySet[LineTest]:
    return rows.filter(pk__in=WHATS["told"][1](Scope(until=day + ONE_DAY)).values("pk"))


SPEC = ListSpec(
    filters=(
        Filter("unit", "单位（含下级）", "choice", lookup="unit_path__startswith", choices=_units),
        Filter("state", "状态", "choice", choices=lambda given: [(one.value, one.label) for one in LineState]),
        Filter(
            "what",
            "结果",
            "choice",
            narrow=_what,
            choices=lambda given: [(c, label) for c, (label, _) in WHATS.items()],
        ),
        Filter("from", "拨测自", "day", narrow=_day_from),
        Filter("to", "至", "day", narrow=_day_to),
    ),
    sorts=(
        Sort("tested", "新拨测的在前", "tested_at", descending=True, nullable=True),
        Sort("unit", "按单位", "unit_path"),
    ),
    other_keys=frozenset({"file"}),
)


@require_safe
@post_required(*READERS)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the test calls that the viewer sees, or hand them out as a file."""
    actor, now = actor_in(request), times.now()
    listing, rows = SPEC.read(request.GET), visible_to(actor)
    if request.GET.get("file"):
        return _file(request, listing, rows)
    page = listing.page(rows.select_related("unit", "tester", "round"), count_up_to=10_000)
    query = request.GET.copy()
    for name in ("after", "before", "file"):
        query.pop(name, None)
    this = local_day(now).replace(day=1)
    rings = actor.holds(*CALLERS) and actor.holds(*book_on(this).line_tests.testers, *KEEPERS[1:])
    context = {
        "listing": listing, "page": page, "lines": [_line(row) for row in page.rows], "query": query.urlencode(),
        "waiting": to_ring(now).count() if rings else 0, "rings": rings, "sees_all": actor.holds(*OVERSEERS),
        "may_plan": actor.holds(*KEEPERS) and not Round.objects.filter(month=this).exists(),
    }  # fmt: skip
    return render(request, "linetests/index.html", context)


def _line(row: LineTest) -> dict[str, Any]:
    heard = Heard(row.heard).label if row.heard else ""
    return {"row": row, "state": LINETEST.label_of(row.state), "tone": TONES[row.state], "heard": heard}


def _file(request: HttpRequest, listing: Listing, rows: QuerySet[LineTest]) -> HttpResponseBase:
    if request.GET["file"] != "xlsx":
        raise Http404
    # Rows without a result stand at the end, as on the page.
    found, now = listing.narrowed(rows).order_by("-round__month", "unit_path", "id"), times.now()
    said = {"format": "xlsx", "filters": listing.filters_told(), "rows": found.count()}
    note("export.linetests", "export", uuid7(), at=now, head=LEDGER, actor=actor_in(request), said=said)
    cells = (_cells(row) for row in found.select_related("unit", "tester", "round").iterator(chunk_size=500))
    return xlsx_response(f"电话拨测-{times.local(now):%Y%m%d-%H%M}.xlsx", "电话拨测", HEADER, cells)


def _cells(row: LineTest) -> tuple[Any, ...]:
    line = _line(row)
    return (
        f"{row.round.month:%Y-%m}", row.unit.name, row.number, line["state"], line["heard"], "是" if row.discourteous else "",
        row.attempts, row.tested_at, row.tester.name if row.tester else "", row.words, row.explanation,
    )  # fmt: skip


@require_POST
@post_required(*KEEPERS)
def plan(request: HttpRequest) -> HttpResponse:
    """Draw up this month's calls now."""
    now = times.now()
    try:
        made = plan_round(local_day(now), actor=actor_in(request), at=now)
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, f"已从 {made.frame} 个单位中列出 {made.drawn} 个，可以开始拨测")
    return redirect("linetests:index")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*CALLERS)
def call(request: HttpRequest) -> HttpResponse:
    """Show the next number; keep what was heard, and show the one after."""
    actor, now = actor_in(request), times.now()
    rules = book_on(local_day(now)).line_tests
    if not actor.holds(*rules.testers, *KEEPERS[1:]):
        raise Http404
    refusals: tuple[str, ...] = ()
    if request.method == "POST":
        refusals = _kept(request)
        if not refusals:
            return redirect("linetests:call")
    row = next_to_ring(actor, now)
    results = [
        {"key": key, "heard": heard, "tone": "btn-primary" if heard == Heard.IN_TIME else "btn-plain"}
        for key, heard in BY_KEY
    ]
    context = {
        "row": row, "rings": rules.rings, "attempts": rules.attempts, "asks_courtesy": rules.asks_courtesy,
        "results": results, "waiting": to_ring(now).count(), "key": new_key(),
        "refusals": refusals, "later": LineTest.objects.filter(state=LineState.WAITING).count(),
    }  # fmt: skip
    return render(request, "linetests/call.html", context, status=422 if refusals else 200)


def _kept(request: HttpRequest) -> tuple[str, ...]:
    """Keep one result; return why it cannot be kept."""
    actor, now = actor_in(request), times.now()
    heard, words = request.POST.get("heard", ""), request.POST.get("words", "")
    try:
        row = get_object_or_404(visible_to(actor).select_related("unit"), pk=UUID(request.POST.get("test", "")))
    except ValueError:
        raise Http404 from None
    if heard == Heard.ENGAGED:
        action, said = "engaged", {"words": words}
    elif heard in ANSWERS:
        action, said = (
            "answered",
            {"heard": heard, "discourteous": request.POST.get("discourteous", ""), "words": words},
        )
    else:
        action, said = "missed", {"heard": heard, "words": words}
    try:
        move_test(row.pk, action, said, actor=actor, at=now, key=request.POST.get("key", "")[:64])
    except Refused as refused:
        return (*refused.reasons, *refused.fields.values())
    messages.success(request, f"{row.unit.short_name}：{Heard(heard).label}")
    return ()


@require_safe
@post_required(*READERS)
def one(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Show one test call, with what the unit says to it."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(visible_to(actor).select_related("unit", "ledger", "tester", "round"), pk=test_id)
    facts = LINETESTS.facts(row, now)
    buttons = [
        (move.button, reverse("moves:move", args=[LINETESTS.kind, row.pk, move.action]))
        for move in LINETESTS.offered(row, facts, actor)
        if not tester(actor, facts) or move.action in {"explain", "void"}
    ]
    voided = Event.objects.filter(subject_id=row.pk, verb="linetest.void").first()
    why = Remark.objects.filter(event_id=voided.id).values_list("text", flat=True).first() if voided else ""
    context = {**_line(row), "buttons": buttons, "why": why}
    return render(request, "linetests/one.html", context)


@require_safe
@post_required(*OVERSEERS)
def results(request: HttpRequest) -> HttpResponse:
    """Show the rates by unit or by month; each figure leads to its calls."""
    by = request.GET.get("by", "")
    by = by if by in dict(counting.BY) else counting.BY[0][0]
    since, last = _period(request)
    scope = Scope(since, last + ONE_DAY)
    lines = counting.by_unit(scope) if by == "unit" else counting.by_month(scope)
    context = {
        "lines": [_shown(line) for line in lines], "whole": _shown(counting.whole(scope)), "by": by, "ways": counting.BY,
        "since": since, "last": last,
    }  # fmt: skip
    return render(request, "linetests/results.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    today = local_day(times.now())
    usual = ((today.replace(day=1) - timedelta(days=80)).replace(day=1), today)
    try:
        asked = date.fromisoformat(request.GET["from"]), date.fromisoformat(request.GET["to"])
    except (KeyError, ValueError):
        return usual
    return asked if asked[0] <= asked[1] else usual


def _shown(counted: "counting.Counted") -> tuple[Any, dict[str, str]]:
    at = reverse("linetests:index")
    return counted, {what: f"{at}?{urlencode({**counted.asked, 'what': what})}" for what in WHATS}
