"""The pages of call-backs: whom to call next, what to judge, and the page of one call."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.callbacks import queries
from huiyin.callbacks.act import CallRefused, Outcome, begin_call, is_taken_by, keep_call, take_next
from huiyin.callbacks.call_page import Line, call_page, lines_of
from huiyin.callbacks.forms import answer_forms, miss_form, outcome_of
from huiyin.callbacks.models import Callback
from huiyin.callbacks.objection_page import objection_lines
from huiyin.callbacks.places import CALLBACKS
from huiyin.callbacks.who import CALLERS, HEARERS, JUDGES, READERS
from huiyin.cases.dialling import call_petitioner
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

CALLING = (*CALLERS, Post.DIRECTOR)


def _now(rows: QuerySet[Callback], value: bool) -> QuerySet[Callback]:
    return rows.filter(next_at__lte=times.now())


def _late(rows: QuerySet[Callback], value: bool) -> QuerySet[Callback]:
    return rows.filter(due_at__lt=times.now())


TO_CALL = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter("now", "现在可打", "flag", narrow=_now),
        Filter("late", "已超期", "flag", narrow=_late),
    ),
    sorts=(Sort("next", "按下次拨打时间", "next_at"), Sort("due", "按期限", "due_at", nullable=True)),
)
TO_JUDGE = ListSpec(
    filters=(Filter("number", "工单编号", lookup="case__number__startswith"),),
    sorts=(Sort("reached", "按回访时间", "reached_at"),),
)


@require_safe
@post_required(*READERS, on_own_line=True)
def waiting(request: HttpRequest) -> HttpResponse:
    """List whom to call, the next one first: one line a caller. The next one alone is a part of the first page."""
    if request.GET.get("part") == "next":
        return render(request, "callbacks/waiting.html#next", {"next": _next_line(actor_in(request)), "is_part": True})
    listing = TO_CALL.read(request.GET)
    page = listing.page(_with_case(queries.to_call(actor_in(request))), count_up_to=10_000)
    context = {"listing": listing, "page": page, "lines": lines_of(page.rows), "next": _next_line(actor_in(request))}
    return render(request, "callbacks/waiting.html", context)


def _next_line(actor: Actor) -> Line | None:
    row = (
        queries.next_to_call(actor, times.now()) if actor.holds(*CALLING) or actor.holds_on_own_line(*CALLING) else None
    )
    return lines_of(_with_case(Callback.objects.filter(pk=row.pk)))[0] if row else None


@require_POST
@post_required(*CALLING, on_own_line=True)
def take(request: HttpRequest) -> HttpResponse:
    """Give the next person to ring to who asks, and to nobody else meanwhile."""
    row = take_next(actor_in(request), times.now())
    if row is None:
        messages.info(request, "现在没有可以拨打的诉求人，请稍后再看")
        return redirect("callbacks:waiting")
    return redirect("callbacks:call", row.pk)


@require_safe
@post_required(*JUDGES, Post.DIRECTOR, on_own_line=True)
def judging(request: HttpRequest) -> HttpResponse:
    """List the dissatisfied about whom a second person decides; what the viewer took or passed is not among them."""
    listing = TO_JUDGE.read(request.GET)
    page = listing.page(_with_case(to_judge_by(actor_in(request))), count_up_to=10_000)
    return render(request, "callbacks/judging.html", {"listing": listing, "page": page, "lines": lines_of(page.rows)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*READERS, on_own_line=True)
def call(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Show one call with everything that it is about, and keep what it brought."""
    row, rows = _found(request, callback_id)
    if request.method != "POST":
        return _page(request, row, rows)
    forms = answer_forms(rows, request.POST)
    try:
        _keep(request, [outcome_of(one, form) for one, form in forms.items()])
    except CallRefused as refused:
        next(form for one, form in forms.items() if one.pk == refused.callback_id).refuse(refused)
        return _page(request, row, rows, forms=forms, status=status_of(refused.why))
    messages.success(request, "回访结果已登记")
    return redirect("callbacks:waiting")


@require_POST
@post_required(*CALLING, on_own_line=True)
def missed(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Keep that nobody was reached, for everything that the call was about."""
    row, rows = _found(request, callback_id)
    form = miss_form(row, request.POST)
    try:
        _keep(request, [Outcome(one.pk, "not_reached", form.said()) for one in rows])
    except CallRefused as refused:
        form.refuse(refused)
        return _page(request, row, rows, miss=form, status=status_of(refused.why))
    messages.success(request, "未接通已登记，换一个时段再打")
    return redirect("callbacks:waiting")


@require_POST
@post_required(*CALLING, on_own_line=True)
def begin(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Take the call in hand, so that no colleague rings meanwhile."""
    _, rows = _found(request, callback_id)
    try:
        begin_call(rows, actor=actor_in(request), at=times.now())
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    return redirect("callbacks:call", callback_id)


@require_POST
@post_required(*CALLING, on_own_line=True)
def dial(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Ring the petitioner through the switchboard; the page with what is being typed stays where it is."""
    row, _ = _found(request, callback_id)
    is_told, words = _rung(row, actor_in(request))
    if getattr(request, "htmx", False):
        return render(request, "callbacks/call.html#dialled", {"is_told": is_told, "words": words})
    messages.add_message(request, messages.SUCCESS if is_told else messages.ERROR, words)
    return redirect("callbacks:call", callback_id)


def _rung(row: Callback, actor: Actor) -> tuple[bool, str]:
    if not is_taken_by(row, actor, times.now()):
        return False, "请先点“开始回访”接手，再拨打"
    if not call_petitioner(row.case, actor, times.now()):
        return False, "诉求人没有留电话"
    return True, "正在通过平台接通诉求人，通话后请登记回访结果"


@require_safe
@post_required(*READERS, on_own_line=True)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the call-backs of a case: as a part of its page, or by themselves where there is no script."""
    case = get_object_or_404(cases_visible_to(actor_in(request)), number=number)
    rows = queries.visible_to(actor_in(request)).filter(case=case).order_by("-made_at", "-id")
    rows = rows.select_related("case", "reached_by").prefetch_related("discontents")
    template = "callbacks/of_case.html#calls" if getattr(request, "htmx", False) else "callbacks/of_case.html"
    objections = queries.objections_visible_to(actor_in(request)).filter(case=case).order_by("-asked_at")
    may_hear = actor_in(request).holds_for(case.centre_id, *HEARERS) and queries.may_be_objected_to(case, times.now())
    context = {"case": case, "lines": lines_of(rows), "objections": objection_lines(objections), "may_hear": may_hear}
    return render(request, template, context)


def to_judge_by(actor: Actor) -> QuerySet[Callback]:
    """Return what this person may judge: not the own calls, and not the replies that were passed by the own hand."""
    rows = queries.to_judge(actor).exclude(reached_by=actor.user_id)
    return rows.exclude(case__audited_by=actor.user_id)


def _with_case(rows: QuerySet[Callback]) -> QuerySet[Callback]:
    return rows.select_related("case__petitioner", "case__lead_unit", "taken_by", "reached_by")


def _found(request: HttpRequest, callback_id: UUID) -> tuple[Callback, list[Callback]]:
    """Return the call-back, and all that the same call is about; what is over stands alone."""
    rows = queries.visible_to(actor_in(request)).select_related("case__petitioner", "case__lead_unit", "taken_by")
    row = get_object_or_404(rows, pk=callback_id)
    together = [one.pk for one in queries.in_one_call(row)] or [row.pk]
    found = rows.filter(pk__in={row.pk, *together} if row.state == "waiting" else {row.pk})
    return row, list(found.order_by("made_at", "id"))


def _keep(request: HttpRequest, outcomes: list[Outcome]) -> None:
    keep_call(outcomes, actor=actor_in(request), at=times.now(), key=request.POST.get("key", "")[:32])


def _page(request: HttpRequest, row: Callback, rows: list[Callback], status: int = 200, **forms: Any) -> HttpResponse:
    context = call_page(row, rows, actor_in(request), times.now(), CALLBACKS, **forms)
    return render(request, "callbacks/call.html", context, status=status)
