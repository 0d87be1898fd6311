"""The pages of the ledger: what stands on it, one of them, and proposing a case for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.hardcases import asks
from huiyin.hardcases.act import propose
from huiyin.hardcases.lifecycle import HARDCASE
from huiyin.hardcases.models import HardCase
from huiyin.hardcases.places import HARDCASES, title_of
from huiyin.hardcases.queries import book_on, focuses_visible_to, hard_facts, visible_to
from huiyin.hardcases.shown import hard_shown, line_of, lines_of
from huiyin.hardcases.states import HardState
from huiyin.hardcases.who import ALL, READERS
from huiyin.journal.door import note
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, Listing, ListSpec
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

LEDGER = "exports"
HEADER = (
    "工单", "标题", "种类", "状态", "责任单位", "责任领导", "列入理由", "销账条件", "列入时间", "复查次数", "复查日期", "销账时间",
)  # fmt: skip


def _late(rows: QuerySet[HardCase], value: bool) -> QuerySet[HardCase]:
    return rows.filter(state=HardState.LISTED, review_on__lt=local_day(times.now()))


def _units(given: Any) -> list[tuple[str, str]]:
    return list(Unit.objects.filter(depth=1).order_by("path").values_list("path", "short_name"))


SPEC = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in HardState]),
        Filter("kind", "种类", "choice", choices=lambda book: [(one.code, one.label) for one in book.hardcases.kinds]),
        Filter("unit", "责任单位", "choice", lookup="owner__path__startswith", choices=_units),
        Filter("late", "逾期未复查", "flag", narrow=_late),
    ),
    sorts=(
        Sort("review", "复查日期近的在前", "review_on", nullable=True),
        Sort("new", "新提出的在前", "proposed_at", descending=True),
    ),
    other_keys=frozenset({"file"}),
)


@require_safe
@post_required(*READERS)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the long cases that the viewer sees, or hand them out as a file."""
    day = local_day(times.now())
    listing = SPEC.read(request.GET, book_on(day))
    rows = visible_to(actor_in(request))
    if not {"state", "late", "number"} & set(listing.values):
        # What came off is looked up by its state; the ledger is what stands on it.
        rows = rows.filter(state__in=(HardState.PROPOSED, HardState.LISTED))
    if request.GET.get("file"):
        return _file(request, listing, rows)
    page = listing.page(rows.select_related("case", "owner"), count_up_to=10_000)
    query = request.GET.copy()
    for name in ("after", "before", "file"):
        query.pop(name, None)
    context = {
        "listing": listing, "page": page, "lines": _readable(request, page.rows), "query": query.urlencode(), "day": day,
    }  # fmt: skip
    return render(request, "hardcases/index.html", context)


def _readable(request: HttpRequest, rows: list[HardCase]) -> list[tuple[Any, str]]:
    actor, day = actor_in(request), local_day(times.now())
    return [(line, title_of(line.row, actor)) for line in lines_of(rows, day)]


def _file(request: HttpRequest, listing: Listing, rows: QuerySet[HardCase]) -> HttpResponseBase:
    if request.GET["file"] != "xlsx":
        raise Http404
    found, now, actor = listing.ordered(rows), times.now(), actor_in(request)
    said = {"format": "xlsx", "filters": listing.filters_told(), "rows": found.count()}
    note("export.hardcases", "export", uuid7(), at=now, head=LEDGER, actor=actor, said=said)
    cells = (_cells(row, actor) for row in found.select_related("case", "owner").iterator(chunk_size=500))
    return xlsx_response(f"疑难台账-{times.local(now):%Y%m%d-%H%M}.xlsx", "疑难台账", HEADER, cells)


def _cells(row: HardCase, actor: Any) -> tuple[Any, ...]:
    line = line_of(row, local_day(times.now()))
    return (
        row.case.number, title_of(row, actor).partition(" ")[2], line.kind, line.state, row.owner.name if row.owner else "",
        row.leader, row.reason, row.condition, row.listed_at, row.reviews, row.review_on, row.ended_at,
    )  # fmt: skip


@require_safe
@post_required(*READERS)
def one(request: HttpRequest, hard_id: UUID) -> HttpResponse:
    """Show one long case: why it lies, who owns it, and every look at it."""
    actor, now = actor_in(request), times.now()
    rows = visible_to(actor).select_related("case__lead_unit", "owner", "proposed_by")
    row = get_object_or_404(rows, pk=hard_id)
    buttons = [
        (move.button, reverse("moves:move", args=[HARDCASES.kind, row.pk, move.action]))
        for move in HARDCASES.offered(row, HARDCASES.facts(row, now), actor)
    ]
    context = {**hard_shown(row, local_day(now)), "row": row, "buttons": buttons, "title": title_of(row, actor)}
    return render(request, "hardcases/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*READERS)
def propose_case(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a case for the ledger; whoever may not finds no such page."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(cases_visible_to(actor), number=number)
    row, move = HardCase(case=case, book=case.book), HARDCASE.of("propose")
    facts = hard_facts(row, case, now)
    if not move.who(actor, facts):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form, status = form_for(asks.PROPOSE, book_named(case.book), data=sent), 200
    if sent is None:
        for reason in (guard(facts, {}, None) for guard in move.only_when):
            if reason:
                form.refuse(Refused([reason]))
        context = {"form": form, "case": case, "title": title_of(row, actor)}
        return render(request, "hardcases/propose.html", context)
    try:
        made = propose(case, form.said(), actor=actor, at=now, key=form.key)
    except NotYours:
        raise Http404 from None
    except Refused as refused:
        form.refuse(refused)
        status = status_of(refused)
    else:
        messages.success(request, "已提出列入疑难台账，由督办员或中心主任审定")
        return redirect("hardcases:one", made.pk)
    context = {"form": form, "case": case, "title": title_of(row, actor)}
    return render(request, "hardcases/propose.html", context, status=status)


@require_safe
@post_required(*ALL)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a case stands on the ledger and among the hard matters: as a part of its page, or by itself."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(cases_visible_to(actor), number=number)
    rows = HardCase.objects.filter(case=case).select_related("owner").order_by("-proposed_at")
    fresh, move = HardCase(case=case, book=case.book), HARDCASE.of("propose")
    facts = hard_facts(fresh, case, now)
    may_propose = move.who(actor, facts) and not any(guard(facts, {}, None) for guard in move.only_when)
    focuses = focuses_visible_to(actor).filter(cases__case=case).order_by("-month")
    context = {
        "case": case, "lines": lines_of(rows, local_day(now)), "focuses": focuses, "may_propose": may_propose,
        "may_open": actor.holds(*READERS),
    }  # fmt: skip
    template = "hardcases/of_case.html#ledger" if getattr(request, "htmx", False) else "hardcases/of_case.html"
    return render(request, template, context)
