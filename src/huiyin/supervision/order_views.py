"""The pages of one supervision order: a new one for chosen cases, how it stands, its papers to be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import shares_visible_to
from huiyin.cases.scoped import TAKEN_BACK
from huiyin.cases.states import OPEN_CASE
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision import asks
from huiyin.supervision.issuing import issue_orders
from huiyin.supervision.lifecycle import SUPERVISION
from huiyin.supervision.models import Order
from huiyin.supervision.places import ORDERS
from huiyin.supervision.queries import book_on, centres_of, order_facts, path_of, visible_to
from huiyin.supervision.shown import acts_of, buttons_of, case_lines, order_lines, title_for
from huiyin.supervision.states import Origin
from huiyin.supervision.who import OVER_UNITS, READERS, SUPERVISORS
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.models import Unit

MOST_CHOSEN, MOST_OF_UNIT = 200, 50


@dataclass(frozen=True)
class Target:
    """One case that may be supervised with one unit: `value` is what its box sends."""

    value: str
    unit: Unit
    number: str
    title: str
    due_at: Any
    ticked: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SUPERVISORS, *OVER_UNITS)
def new(request: HttpRequest) -> HttpResponse:
    """Issue an order about one case, about ticked ones (an order to each unit), or about a unit as a whole."""
    actor, now = actor_in(request), times.now()
    sent = request.POST if request.method == "POST" else request.GET
    unit = _unit_asked(sent.get("unit", ""), actor)
    targets = _targets(actor, sent.getlist("chosen"), unit, sent.getlist("targets"))
    form = form_for(asks.ISSUE, book_on(now), data=request.POST or None)
    if request.method != "POST":
        if not targets and unit is None:
            messages.error(request, "请先在工单列表或单位页面选择要督办的工单；未转办的工单没有可督办的单位")
        return _new_page(request, form, targets, unit)
    wanted = _wanted(targets, sent.getlist("targets"), unit)
    try:
        if not wanted:
            raise Refused(["请勾选要督办的工单"])
        made = issue_orders(wanted, form.said(), actor=actor, at=now, key=form.key)
    except Refused as refused:
        form.refuse(Refused([*refused.reasons, *_of_no_field(form, refused)], refused.fields))
        return _new_page(request, form, targets, unit, status_of(refused))
    for one in made:
        messages.success(request, f"已下达 {one.paper}（{one.unit.short_name}）")
    return redirect("supervision:order", made[0].number) if len(made) == 1 else redirect("supervision:orders")


def _of_no_field(form: MoveForm, refused: Refused) -> list[str]:
    return [reason for name, reason in refused.fields.items() if name not in form.fields]


def _unit_asked(text: str, actor: Actor) -> Unit | None:
    try:
        pk = UUID(text)
    except ValueError:
        return None
    return _units_over(actor).filter(pk=pk, closed_on__isnull=True).first()


def _units_over(actor: Actor) -> QuerySet[Unit]:
    """Return the units that the actor supervises."""
    centres = centres_of(actor)
    if None in centres:
        return Unit.objects.all()
    below = Q(pk__in=[])
    for pk in centres:
        place = path_of(pk)
        below |= Q(path__startswith=place) & ~Q(path=place)
    return Unit.objects.filter(below)


def _targets(actor: Actor, numbers: Sequence[str], unit: Unit | None, ticked: Sequence[str]) -> list[Target]:
    """Return the cases with their units: of one case all its units, of several those that lead, of a unit its open ones."""
    shares = _shares_over(actor)
    if unit is not None:
        shares = shares.filter(unit__path__startswith=unit.path, case__state__in=sorted(OPEN_CASE))
        found = list(shares.order_by("case__due_at", "id")[:MOST_OF_UNIT])
        return _lines(found, actor, {*ticked}, unit)
    wanted = list(dict.fromkeys(numbers))[:MOST_CHOSEN]
    found = list(shares.filter(case__number__in=wanted).order_by("case__number", "role", "id"))
    firsts = _firsts(found)
    if len(wanted) > 1:
        found = firsts
    return _lines(found, actor, {*ticked} or {_value(share) for share in firsts})


def _shares_over(actor: Actor) -> QuerySet[Assignment]:
    shares = shares_visible_to(actor).exclude(state__in=TAKEN_BACK)
    return shares.filter(unit__in=_units_over(actor), unit__closed_on__isnull=True).select_related("case", "unit")


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
    context = {
        "form": form, "targets": targets, "unit": unit, "units": len({one.unit.pk for one in targets}),
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


@require_safe
@post_required(*READERS)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show the supervision notice (督办通知单), to be printed."""
    row = _found(request, number)
    return render(request, "supervision/paper.html", _told(row, actor_in(request)))


@require_safe
@post_required(*READERS)
def urge_paper(request: HttpRequest, number: int, ordinal: int) -> HttpResponse:
    """Show one letter by which the unit was urged (催办通知书), to be printed."""
    row = _found(request, number)
    urge = row.urged.filter(ordinal=ordinal).select_related("by").first()
    if urge is None:
        raise Http404
    return render(request, "supervision/urge_paper.html", {**_told(row, actor_in(request)), "urge": urge})


def _told(row: Order, actor: Actor) -> dict[str, Any]:
    book = book_named(row.book)
    cases = case_lines(Case.objects.filter(supervised__order=row), actor)
    hidden = row.supervised.count() - len(cases)
    return {
        "order": row, "kind": book.supervision_kind(row.kind), "cases": cases, "hidden": hidden, "city": book.city,
        "back": reverse("supervision:order", args=[row.number]), "issuer": row.centre.name if row.centre else book.city.centre,
    }  # fmt: skip


def _found(request: HttpRequest, number: int) -> Order:
    with_ = ("ledger", "unit", "centre", "issued_by", "received_by", "reported_by", "closed_by")
    return get_object_or_404(visible_to(actor_in(request)).select_related(*with_), number=number)
