"""The pages of the units: the tree on a day, one unit with its past, its changes, and the contacts of all."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.says import day_of
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in, post_required, signed_in
from huiyin.units import contacts, forms, pages, queries
from huiyin.units.act import NewUnit, Particulars, open_unit
from huiyin.units.changes import OFFERS
from huiyin.units.models import ContactRole, Unit
from huiyin.units.who import TREE_READERS, UNIT_READERS, changes_contacts, changes_tree, supervises


@require_safe
@post_required(*TREE_READERS)
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tree as it stood on `?day=`, today without one."""
    today = local_day(times.now())
    day = _day(request.GET.get("day", "")) or today
    branches = queries.tree_on(day)
    context = {
        "rows": pages.tree_rows(branches, _book()),
        "counts": pages.counts_by_level(branches, _book()),
        "day": day,
        "is_today": day == today,
        "may_change": changes_tree(actor_in(request)),
    }
    return render(request, "units/tree.html", context)


@require_safe
@signed_in
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Show one unit: where it stands, what it was called, its contacts and what became of it."""
    actor = actor_in(request)
    found = get_object_or_404(queries.visible_to(actor).select_related("parent"), pk=unit_id)
    may_change = changes_tree(actor) and not found.closed_on
    context = {
        **pages.unit_page(found, actor, _book(), times.now()),
        "offers": [offer for offer in OFFERS.values() if offer.is_for(found)] if may_change else [],
        "may_name": changes_contacts(actor, found.path) and not found.closed_on,
        "may_supervise": supervises(actor, found.path) and not found.closed_on,
    }
    return render(request, "units/unit.html", context)


@post_required(Post.ADMIN)
def new(request: HttpRequest) -> HttpResponse:
    """Open a unit."""
    book = _book()
    form = forms.OpenForm(request.POST or None, book=book, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open(request, form, book)
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"已设立“{opened.name}”")
            return redirect("units:unit", opened.pk)
    return _form_page(request, form, "设立单位", "")


@post_required(Post.ADMIN)
def change(request: HttpRequest, unit_id: UUID, action: str) -> HttpResponse:
    """Make one of the changes that the unit's page offers."""
    offer = OFFERS.get(action)
    if offer is None:
        raise Http404
    found, book = get_object_or_404(Unit, pk=unit_id), _book()
    form = offer.form(request.POST or None, initial=offer.initial(found), book=book)
    if request.method == "POST" and form.is_valid():
        try:
            offer.do(found, dict(form.cleaned_data), actor_in(request), times.now(), book)
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"{offer.button}已办妥")
            return redirect("units:unit", found.pk)
    return _form_page(request, form, f"{offer.button}：{found.name}", offer.hint, found)


@signed_in
def contact(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Name somebody in a contact role."""
    actor = actor_in(request)
    found = get_object_or_404(queries.visible_to(actor), pk=unit_id)
    if not changes_contacts(actor, found.path):
        raise Http404
    form = forms.ContactForm(
        request.POST or None, initial=pages.contact_to_change(found, request.GET.get("role", ""), actor)
    )
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "role": ContactRole(form.cleaned_data["role"])}
        try:
            contacts.change_contact(found.pk, contacts.NewContact(**said), actor=actor, at=times.now())
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"{said['role'].label}已变更")
            return redirect("units:unit", found.pk)
    return _form_page(request, form, f"变更联系人：{found.name}", "原联系人保留在历史中。", found)


@require_safe
@post_required(*UNIT_READERS)
def all_contacts(request: HttpRequest) -> HttpResponse:
    """Show who is missing, who changes too often, and the log of changes between `?from=` and `?to=`."""
    now, rule = times.now(), _book().contact_change
    start, end = _period(request, now)
    log = list(contacts.changes_between(_midnight(start), _midnight(end + timedelta(days=1)))[: pages.LONGEST_LOG])
    context = {
        "rule": rule,
        "warnings": pages.named_warnings(contacts.changed_too_often(rule, now)),
        "gaps": contacts.units_missing_roles(),
        "log": log,
        "is_cut": len(log) == pages.LONGEST_LOG,
        "start": start,
        "end": end,
    }
    return render(request, "units/contacts.html", context)


def _open(request: HttpRequest, form: forms.OpenForm, book: Rulebook) -> Unit:
    said = dict(form.cleaned_data)
    parent, day = said.pop("parent"), said.pop("day")
    particulars = Particulars(said.pop("accepts_cases"), said.pop("duty_phone"), said.pop("messages"))
    wanted = NewUnit(**said, parent_id=parent.pk if parent else None, particulars=particulars)
    return open_unit(wanted, day=day, levels=len(book.levels), actor=actor_in(request), at=times.now())


def _form_page(
    request: HttpRequest, form: django_forms.Form, heading: str, hint: str, found: Unit | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "heading": heading, "hint": hint, "unit": found}
    return render(request, "units/form.html", context, status=422 if form.errors else 200)


def _book() -> Rulebook:
    return book_for(settings.CITY, local_day(times.now()))


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except ValueError:
        return None


def _period(request: HttpRequest, now: datetime) -> tuple[date, date]:
    end = _day(request.GET.get("to", "")) or local_day(now)
    return _day(request.GET.get("from", "")) or end.replace(month=1, day=1), end


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CITY_TZ)
