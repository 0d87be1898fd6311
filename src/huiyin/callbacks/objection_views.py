"""The pages of objections: what petitioners are not content with, to be answered; and one heard on the telephone."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.callbacks import asks, queries
from huiyin.callbacks.act import object_to
from huiyin.callbacks.lifecycle_objection import OBJECTION
from huiyin.callbacks.models import Objection
from huiyin.callbacks.objection_page import objection_lines, objection_shown
from huiyin.callbacks.places import OBJECTIONS
from huiyin.callbacks.states import ObjectionState
from huiyin.callbacks.who import HEARERS, READERS
from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec


def _undone(rows: QuerySet[Objection], value: bool) -> QuerySet[Objection]:
    return rows.filter(undone=True)


TO_ANSWER = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter(
            "state", "状态", "choice", choices=lambda book: [(state.value, state.label) for state in ObjectionState]
        ),
        Filter("undone", "只看“说办了没办”", "flag", narrow=_undone),
    ),
    sorts=(Sort("asked", "先提出的在前", "asked_at"), Sort("latest", "后提出的在前", "asked_at", descending=True)),
)


@require_safe
@post_required(*READERS, on_own_line=True)
def objections(request: HttpRequest) -> HttpResponse:
    """List what petitioners object to; without a filter what nobody has answered."""
    listing = TO_ANSWER.read(request.GET)
    rows = queries.objections_visible_to(actor_in(request)).select_related("case__lead_unit")
    if "state" not in request.GET:
        rows = rows.filter(state=ObjectionState.ASKED)
    page = listing.page(rows, count_up_to=10_000)
    context = {"listing": listing, "page": page, "lines": objection_lines(page.rows)}
    return render(request, "callbacks/objections.html", context)


@never_cache
@require_safe
@post_required(*READERS, on_own_line=True)
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from a case to the objection that waits there for an answer."""
    waiting = queries.objections_visible_to(actor_in(request)).filter(state=ObjectionState.ASKED)
    return redirect("callbacks:objection", get_object_or_404(waiting, case__number=number).pk)


@never_cache
@require_safe
@post_required(*READERS, on_own_line=True)
def objection(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """Show one objection with the answer to which it is raised, and the buttons of who may decide."""
    rows = queries.objections_visible_to(actor_in(request)).select_related("case__lead_unit", "answer", "decided_by")
    row = get_object_or_404(rows, pk=objection_id)
    offered = OBJECTIONS.offered(row, queries.objection_facts(row, row.case, times.now()), actor_in(request))
    buttons = [(move.button, reverse("moves:move", args=["objection", row.pk, move.action])) for move in offered]
    context = {**objection_shown(row), "buttons": buttons, "papers": attachments_of("case", row.case_id)}
    return render(request, "callbacks/objection.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*HEARERS, on_own_line=True)
def hear(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what a petitioner objects to on the telephone or at the counter."""
    case = get_object_or_404(cases_visible_to(actor_in(request)), number=number)
    form = form_for(asks.OBJECT, book_named(case.book), data=request.POST or None)
    if request.method == "POST":
        return _heard(request, case, form)
    for reason in queries.why_no_objection(case, times.now()):
        form.refuse(Refused([reason]))
    return _form_page(request, case, form)


def _heard(request: HttpRequest, case: Case, form: MoveForm) -> HttpResponse:
    try:
        object_to(case, form.said(), actor=actor_in(request), at=times.now(), key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _form_page(request, case, form, status_of(refused))
    messages.success(request, f"“{OBJECTION.of('object').button}”已登记，由督办员答复")
    return redirect("desk:case", case.number)


def _form_page(request: HttpRequest, case: Case, form: MoveForm, status: int = 200) -> HttpResponse:
    return render(request, "callbacks/hear.html", {"case": case, "form": form}, status=status)
