"""The pages of one supervision order: a new one for chosen cases, how it stands, its papers to be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import readable_by, shares_visible_to
from huiyin.cases.scoped import TAKEN_BACK
from huiyin.cases.states import OPEN_CASE
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.journal.writing import writing
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.papers import give_paper
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision import asks
from huiyin.supervision.issuing import issue_orders
from huiyin.supervision.lifecycle import SUPERVISION
from huiyin.supervision.models import Order
from huiyin.supervision.notice import notice_of, urge_letter_of
from huiyin.supervision.places import ORDERS
from huiyin.supervision.queries import book_on, order_facts, units_over, visible_to
from huiyin.supervision.shown import acts_of, buttons_of, case_lines, order_lines, title_for
from huiyin.supervision.states import Origin
from huiyin.supervision.who import OVER_UNITS, READERS, SUPERVISORS
from huiyin.ui.because import BECAUSE, Made, reason_in, tell
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.models import Unit

MOST_CHOSEN, MOST_OF_UNIT = 200, 50


@dataclass(frozen=True)
class Target:
    """One case that may be supervised with one unit: `value` is what its box sends, `line` whose own line took it in."""

    value: str
    unit: Unit
    number: str
    title: str
    due_at: Any
    ticked: bool
    line: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SUPERVISORS, *OVER_UNITS)
def new(request: HttpRequest) -> HttpResponse:
    """Issue an order about one case, about ticked ones (an order to each unit), or about a unit as a whole."""
    actor, now = actor_in(request), times.now()
    sent = request.POST if request.method == "POST" else request.GET
    unit = _unit_asked(sent.get("unit", ""), actor)
    targets = _targets(actor, sent.getlist("chosen"), unit, sent.getlist("targets"))
    form = form_for(
        asks.ISSUE, book_on(now), data=request.POST or None, initial={"asked": request.GET.get("asked", "")[:1000]}
    )
    if request.method != "POST":
        if not targets and unit is None:
            messages.error(request, "请先在工单列表或单位页面选择要督办的工单；未转办的工单没有可督办的单位")
        return _new_page(request, form, targets, unit)
    wanted = _wanted(targets, sent.getlist("targets"), unit)
    try:
        if not wanted:
            raise Refused(["请勾选要督办的工单"])
        with writing():
            made = issue_orders(wanted, form.said(), actor=actor, at=now, key=form.key)
            for one in made:
                tell(sent.get(BECAUSE, ""), _made(one), actor, now)
    except Refused as refused:
        form.refuse(Refused([*refused.reasons, *_of_no_field(form, refused)], refused.fields))
        return _new_page(request, form, targets, unit, status_of(refused))
    for one in made:
        messages.success(request, f"已下达 {one.paper}（{one.unit.short_name}）")
    return redirect("supervision:order", made[0].number) if len(made) == 1 else redirect("supervision:orders")


def _made(row: Order) -> Made:
    return Made("supervision", row.pk, row.paper, "supervision:order", str(row.number))


def _of_no_field(form: MoveForm, refused: Refused) -> list[str]:
    return [reason for name, reason in refused.fields.items() if name not in form.fields]


def _unit_asked(text: str, actor: Actor) -> Unit | None:
    try:
        pk = UUID(text)
    except ValueError:
        return None
    return units_over(actor).filter(pk=pk, closed_on__isnull=True).first()


def _targets(actor: Actor, numbers: Sequence[str], unit: Unit | None, ticked: Sequence[str]) -> list[Target]:
    """Return the cases with their units: of one case all its units, of several those that lead, of a unit its open ones."""
    shares = _shares_over(actor)
    if unit is not None:
        shares = shares.filter(unit__path__startswith=unit.path, case__state__in=sorted(OPEN_CASE))
        found = list(shares.order_by("case__due_at", "id")[:MOST_OF_UNIT])
        return _lines(found, actor, {*ticked}, unit)
    wanted = list(dict.fromkeys(numbers))[:MOST_CHOSEN]
    of_lines = _of_lines_below(wanted, actor)
    mine = shares.filter(case__number__in=wanted).exclude(case__in=of_lines)
    found = list(mine.order_by("case__number", "role", "id"))
    firsts = _firsts(found)
    if len(wanted) > 1:
        found = firsts
    answering = [_of_line(case, ticked) for case in of_lines]
    return [*_lines(found, actor, {*ticked} or {_value(share) for share in firsts}), *answering]


def _of_lines_below(numbers: Sequence[str], actor: Actor) -> list[Case]:
    """Return those of the cases that a unit below took in on its own line: the unit answers for them, whoever has them."""
    rows = readable_by(actor).filter(number__in=numbers, centre__in=units_over(actor), state__in=sorted(OPEN_CASE))
    return list(rows.select_related("centre").order_by("number"))


def _of_line(case: Case, ticked: Sequence[str]) -> Target:
    unit = case.centre
    assert unit is not None, "the case of a line has its unit"
    value = f"{unit.pk}.{case.pk}"
    is_ticked = not ticked or value in ticked
    return Target(value, unit, case.number, case.title, case.due_at, is_ticked, unit.line_name or unit.short_name)


def _shares_over(actor: Actor) -> QuerySet[Assignment]:
    shares = shares_visible_to(actor).exclude(state__in=TAKEN_BACK)
    return shares.filter(unit__in=units_over(actor), unit__closed_on__isnull=True).select_related("case", "unit")


def _firsts(shares: Iterable[Assignment]) -> list[Assignment]:
    """Return of each case the share whose unit answers first: the lead, else the uppermost that the viewer supervises."""
    first: dict[UUID, Assignment] = {}
    for share in sorted(shares, key=lambda one: (one.role != "lead", one.unit_path)):
        first.setdefault(share.case_id, share)
    return sorted(first.values(), key=lambda one: (one.unit.path, one.case.number))


def _value(share: Assignment, unit: Unit | None = None) -> str:
    return f"{unit.pk if unit else share.unit_id}.{share.case_id}"


def _lines(shares: Iterable[Assignment], actor: Actor, ticked: set[str], unit: Unit | None = None) -> list[Target]:
    found = {}
    for share in shares:
        value = _value(share, unit)
        found[value] = Target(
            value,
            unit or share.unit,
            share.case.number,
            title_for(share.case, actor),
            share.case.due_at,
            value in ticked,
        )
    return list(found.values())


def _wanted(targets: Sequence[Target], ticked: Sequence[str], unit: Unit | None) -> Mapping[UUID, list[UUID]]:
    """Return the chosen cases by unit; a unit as a whole has none."""
    known, found = {one.value for one in targets}, dict[UUID, list[UUID]]()
    for value in ticked:
        unit_id, _, case_id = value.partition(".")
        if value in known:
            found.setdefault(UUID(unit_id), []).append(UUID(case_id))
        elif unit is not None and value == str(unit.pk):
            found.setdefault(unit.pk, [])
    return found


def _new_page(
    request: HttpRequest, form: MoveForm, targets: Sequence[Target], unit: Unit | None, status: int = 200
) -> HttpResponse:
    because = (request.POST if request.method == "POST" else request.GET).get(BECAUSE, "")
    context = {
        "form": form, "targets": targets, "unit": unit, "units": len({one.unit.pk for one in targets}), "because": because,
        "reason": reason_in(because, actor_in(request)),
        "whole": unit is not None and str(unit.pk) in request.POST.getlist("targets"),
        "chosen": (request.POST if request.method == "POST" else request.GET).getlist("chosen"),
    }  # fmt: skip
    return render(request, "supervision/new.html", context, status=status)


@never_cache
@require_safe
@post_required(*READERS)
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Show one order: what is asked, how it stands, what was answered, found, followed up; with the viewer's moves."""
    actor, row = actor_in(request), _found(request, number)
    line = order_lines([row])[0]
    context = {
        **_told(row, actor), "line": line, "origin": Origin(row.origin).label,
        "buttons": buttons_of(ORDERS, row, order_facts(row, row.ledger, times.now()), actor),
        "acts": acts_of(row.ledger_id, SUPERVISION), "urged": row.urged.select_related("by").order_by("-ordinal"),
        "followed": row.followed.select_related("by").order_by("-at", "-id"),
        "attachments": attachments_of("supervision", row.pk),
    }  # fmt: skip
    return render(request, "supervision/order.html", context)


@never_cache
@require_safe
@post_required(*READERS)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Give the supervision notice (督办通知单): as a page to be printed, as PDF, as DOCX."""
    row = _found(request, number)
    told = _told(row, actor_in(request))
    return give_paper(
        request, notice_of(row, told["cases"], told["hidden"]), f"督办通知单 {row.paper}", heading="督办通知单",
        about=row.paper, back=told["back"], hint="公文版式（A4）请用 PDF；单位填写所附反馈表，签字盖章后上传。",
        subject=("supervision", row.pk),
    )  # fmt: skip


@never_cache
@require_safe
@post_required(*READERS)
def urge_paper(request: HttpRequest, number: int, ordinal: int) -> HttpResponse:
    """Give one letter by which the unit was urged (催办通知书): as a page to be printed, as PDF, as DOCX."""
    row = _found(request, number)
    urge = row.urged.filter(ordinal=ordinal).select_related("by").first()
    if urge is None:
        raise Http404
    told = _told(row, actor_in(request))
    return give_paper(
        request, urge_letter_of(row, urge, told["cases"], told["hidden"]), f"催办通知书 {urge.paper}", heading="催办通知书",
        about=urge.paper, back=told["back"], hint="A4 纸打印，单位签收。", subject=("supervision", row.pk),
    )  # fmt: skip


def _told(row: Order, actor: Actor) -> dict[str, Any]:
    book = book_named(row.book)
    cases = case_lines(Case.objects.filter(supervised__order=row), actor)
    hidden = row.supervised.count() - len(cases)
    return {
        "order": row, "kind": book.supervision_kind(row.kind), "cases": cases, "hidden": hidden,
        "back": reverse("supervision:order", args=[row.number]),
    }  # fmt: skip


def _found(request: HttpRequest, number: int) -> Order:
    with_ = ("ledger", "unit", "centre", "issued_by", "received_by", "reported_by", "closed_by")
    return get_object_or_404(visible_to(actor_in(request)).select_related(*with_), number=number)
