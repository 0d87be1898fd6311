"""The pages of one entry: a new one, how it stands with its editions, amending it, adding files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.files.act import Prepared, prepare
from huiyin.files.forms import AttachmentsField
from huiyin.files.problems import UploadRefused
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Stale
from huiyin.moves.form import FILES, SEEN
from huiyin.moves.taking import names_of, status_of, told_meanwhile
from huiyin.registers.act import KIND, amend_entry, attach_to_entry, write_entry
from huiyin.registers.becoming import become_case, case_form, registers_cases, why_not
from huiyin.registers.finding import register_to_enter_or_404
from huiyin.registers.following import clearing_acts, follows, links_of
from huiyin.registers.form import amend_form, new_form
from huiyin.registers.lifecycle import REGISTER
from huiyin.registers.models import Entry
from huiyin.registers.places import ENTRIES
from huiyin.registers.queries import book_on, entry_facts, register_of, unit_names, visible_to, withdrawal_of
from huiyin.registers.shown import changes_in, title_of, values_of, when_of
from huiyin.registers.states import UNCLEARED, EntryState
from huiyin.registers.values import LONGEST
from huiyin.registers.who import attacher, writer
from huiyin.ui.doors import actor_in, signed_in

BEGUN_BY = ("unit", "period", "day")
"""What a link to the form may fill in already."""


class FilesForm(forms.Form):
    """Files to be added to an entry that is there."""

    use_required_attribute = False
    papers = AttachmentsField(label="添加附件")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a line."""
    actor, now = actor_in(request), times.now()
    day = local_day(now)
    register = register_to_enter_or_404(actor, code, day)
    names = (*BEGUN_BY, *(field.code for field in register.fields))
    begun = {name: request.GET[name][: LONGEST["lines"]] for name in names if request.GET.get(name)}
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = new_form(register, actor, day, book_on(day), data, files, begun)
    context = {"register": register, "form": form}
    if request.method != "POST":
        return render(request, "registers/new.html", context)
    try:
        made = write_entry(register, form.said(), actor=actor, at=now, key=form.key, files=_looked_at(form.uploaded))
    except UploadRefused as refused:
        form.add_error(FILES, str(refused))
        return render(request, "registers/new.html", context, status=422)
    except Refused as refused:
        form.refuse(refused)
        return render(request, "registers/new.html", context, status=status_of(refused))
    messages.success(request, f"已登记 {made.name}")
    again = "again" in request.POST
    return redirect(reverse("registers:new", args=[code]) if again else reverse("registers:entry", args=[made.number]))


def _looked_at(uploads: Sequence[Any]) -> list[Prepared]:
    return [prepare(upload) for upload in uploads]


@require_safe
@signed_in
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry with everything it says, its files, and how it was before."""
    return _entry_page(request, _found(actor_in(request), number), FilesForm())


@require_POST
@signed_in
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Add files to an entry."""
    actor, now = actor_in(request), times.now()
    found = _found(actor, number)
    if not _may_attach(actor, found):
        raise Http404
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_to_entry(found, form.cleaned_data["papers"], actor=actor, at=now)
        except Refused as refused:
            form.add_error("papers", str(refused))
        else:
            messages.success(request, "附件已添加")
            return redirect("registers:entry", number)
    return _entry_page(request, found, form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case(request: HttpRequest, number: int) -> HttpResponse:
    """Register an entry as a case; the form begins with what the entry says, and the entry gets the number."""
    actor, now = actor_in(request), times.now()
    found = _found(actor, number)
    register, day = register_of(found), local_day(now)
    if register.as_case is None or not (registers_cases(actor) and _may_write(actor, found)):
        raise Http404
    form = case_form(found, book_on(day), day, request.POST if request.method == "POST" else None)
    status = 200
    if request.method != "POST":
        if reason := why_not(found, actor, now):
            form.refuse(Refused([reason]))
    else:
        try:
            made = become_case(found, form.said(), actor=actor, at=now, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, f"已登记为工单 {made.number}")
            return redirect("registers:entry", number)
    context = {"register": register, "entry": found, "title": title_of(register, found.content), "form": form}
    return render(request, "registers/case.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Change an entry; how it was before stays to be read."""
    actor, now = actor_in(request), times.now()
    found = _found(actor, number)
    if not _may_write(actor, found):
        raise Http404
    day = local_day(now)
    form = amend_form(found, day, book_on(day), request.POST if request.method == "POST" else None)
    if request.method != "POST":
        form.initial[SEEN] = found.ledger.event_count
        return _amend_page(request, found, form)
    try:
        amend_entry(found, form.said(), actor=actor, at=now, seen=form.seen, key=form.key)
    except Stale as stale:
        found.ledger.refresh_from_db()
        form.renewed(found.ledger.event_count)
        form.refuse(stale)
        return _amend_page(request, found, form, 409, told_meanwhile(REGISTER, stale.events))
    except Refused as refused:
        form.refuse(refused)
        return _amend_page(request, found, form, status_of(refused))
    messages.success(request, f"已修改 {found.name}")
    return redirect("registers:entry", number)


def _amend_page(
    request: HttpRequest, found: Entry, form: Any, status: int = 200, meanwhile: Sequence[Any] = ()
) -> HttpResponse:
    register = register_of(found)
    context = {
        "register": register, "entry": found, "title": title_of(register, found.content), "form": form,
        "meanwhile": meanwhile,
    }  # fmt: skip
    return render(request, "registers/amend.html", context, status=status)


def _entry_page(request: HttpRequest, found: Entry, form: FilesForm, status: int = 200) -> HttpResponse:
    actor, now, register = actor_in(request), times.now(), register_of(found)
    editions = list(found.editions.select_related("by"))
    names = unit_names(register, [found.content, *(one.content for one in editions)])
    moves = ENTRIES.offered(found, entry_facts(found, found.ledger, now), actor)
    cleared = clearing_acts(found) if register.clearing else []
    people = names_of({act.who for act in cleared})
    context = {
        "follows": list(follows(found, actor, local_day(now))), "may_become": not why_not(found, actor, now),
        "clearing": [(act, people.get(act.who, "")) for act in cleared],
        "is_overdue": bool(found.deadline and found.state in UNCLEARED and found.deadline < local_day(now)),
        "entry": found, "register": register, "title": title_of(register, found.content, names),
        "when": when_of(register, found), "values": values_of(register, found.content, names, links_of(register, found, actor)),
        "editions": changes_in(register, editions, names), "may_write": _may_write(actor, found), "form": form,
        "may_attach": _may_attach(actor, found),
        "attachments": attachments_of(KIND, found.pk), "withdrawn": _withdrawn(found),
        "buttons": [(m.button, reverse("moves:move", args=[KIND, found.number, m.action])) for m in moves],
    }  # fmt: skip
    return render(request, "registers/entry.html", context, status=status)


def _withdrawn(found: Entry) -> dict[str, Any] | None:
    """Return when, by whom and why an entry was withdrawn."""
    act = withdrawal_of(found) if found.state == EntryState.WITHDRAWN else None
    if act is None:
        return None
    event, reason = act
    return {"at": event.at, "who": names_of({event.actor_id}).get(event.actor_id, ""), "reason": reason}


def _found(actor: Actor, number: int) -> Entry:
    return get_object_or_404(visible_to(actor).select_related("ledger", "unit", "made_by"), number=number)


def _may_write(actor: Actor, found: Entry) -> bool:
    return found.state == EntryState.KEPT and writer(actor, entry_facts(found, found.ledger, times.now()))


def _may_attach(actor: Actor, found: Entry) -> bool:
    return found.state in UNCLEARED and attacher(actor, entry_facts(found, found.ledger, times.now()))
