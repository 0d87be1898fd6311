"""The pages of meetings: calling one, how it stands with its minutes and tasks, the minutes to be printed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.papers import give_paper
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision import asks
from huiyin.supervision.act import call_meeting
from huiyin.supervision.lifecycle_meeting import MEETING
from huiyin.supervision.lists import MEETINGS, given_to
from huiyin.supervision.minutes import NOT_YET_FINAL, minutes_of
from huiyin.supervision.models import Meeting
from huiyin.supervision.places import MEETINGS as MEETING_PLACE
from huiyin.supervision.queries import book_on, centres_of, meeting_facts, meetings_visible_to, path_of
from huiyin.supervision.shown import acts_of, attendants_for, buttons_of, case_lines, meeting_words, task_lines
from huiyin.supervision.views import tabs_for
from huiyin.supervision.who import OVER_UNITS, READERS, SUPERVISORS, is_supervising
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.queries import active, within

MOST_CHOSEN = 50


@require_safe
@post_required(*READERS)
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that the viewer sees."""
    actor = actor_in(request)
    listing = MEETINGS.read(request.GET, given_to(actor))
    page = listing.page(meetings_visible_to(actor), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [meeting_words(one) for one in page.rows],
        "tabs": tabs_for(actor, "supervision:meetings"), "supervises": is_supervising(actor),
    }  # fmt: skip
    return render(request, "supervision/meetings.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SUPERVISORS, *OVER_UNITS)
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting about the chosen cases, or with a unit's leader."""
    actor, now = actor_in(request), times.now()
    sent = request.POST if request.method == "POST" else request.GET
    cases = cases_visible_to(actor).filter(number__in=sent.getlist("chosen")[:MOST_CHOSEN])
    form = form_for(
        asks.CALL, book_on(now), {"units": _units(actor)}, request.POST or None, initial=_begun(sent, cases, actor)
    )
    if request.method != "POST":
        return _new_page(request, form, cases)
    try:
        row = call_meeting(cases.values_list("pk", flat=True), form.said(), actor=actor, at=now, key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _new_page(request, form, cases, status_of(refused))
    messages.success(request, "已发起，参会单位已收到通知")
    return redirect("supervision:meeting", row.number)


def _begun(sent: Any, cases: QuerySet[Case], actor: Actor) -> dict[str, Any]:
    """Return what the form begins with: the title of a single case, and the units that handle the cases."""
    units = [sent["unit"]] if sent.get("unit") else []
    units += [str(pk) for pk in cases.values_list("lead_unit", flat=True) if pk]
    only = cases.first() if len(cases) == 1 else None
    return {
        "units": list(dict.fromkeys(units)),
        "title": only.title if only else "",
        "place": only.place if only else "",
    }


def _units(actor: Actor) -> Sequence[tuple[str, str]]:
    centres, today = centres_of(actor), local_day(times.now())
    rows = active(today) if None in centres else active(today) & within([path_of(pk) for pk in centres])
    return [(str(pk), name) for pk, name in rows.order_by("path").values_list("pk", "short_name")]


def _new_page(request: HttpRequest, form: MoveForm, cases: QuerySet[Case], status: int = 200) -> HttpResponse:
    context = {"form": form, "cases": case_lines(cases, actor_in(request))}
    return render(request, "supervision/new_meeting.html", context, status=status)


@never_cache
@require_safe
@post_required(*READERS)
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Show one meeting with who is invited, its minutes, what was agreed and what became of it."""
    actor, row = actor_in(request), _found(request, number)
    context = {
        **_told(row, actor), "acts": acts_of(row.ledger_id, MEETING), "attachments": attachments_of("meeting", row.pk),
        "buttons": buttons_of(MEETING_PLACE, row, meeting_facts(row, row.ledger, times.now()), actor),
    }  # fmt: skip
    return render(request, "supervision/meeting.html", context)


@never_cache
@require_safe
@post_required(*READERS)
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """Give the minutes (会议纪要): as a page to be printed, as PDF, as DOCX."""
    row = _found(request, number)
    if not row.minutes:
        raise Http404
    told = _told(row, actor_in(request))
    paper = minutes_of(
        row,
        told["cases"],
        told["attendants"],
        [task.row for task in told["tasks"]],
        [unit.name for unit in told["invited"]],
    )
    return give_paper(
        request, paper, f"会议纪要 {row.paper or NOT_YET_FINAL} {row.title}", heading="会议纪要", about=row.paper or NOT_YET_FINAL,
        back=reverse("supervision:meeting", args=[row.number]), hint="公文版式（A4）请用 PDF；要修改文字的用 DOCX。",
        subject=("meeting", row.pk),
    )  # fmt: skip


def _told(row: Meeting, actor: Actor) -> dict[str, Any]:
    book = book_named(row.book)
    return {
        **meeting_words(row), "meeting": row, "cases": case_lines(Case.objects.filter(meetings__meeting=row), actor),
        "invited": [one.unit for one in row.invited.select_related("unit").order_by("unit__path")],
        "attendants": attendants_for(row, actor), "tasks": task_lines(row),
        "caller": row.centre.name if row.centre else book.city.centre,
    }  # fmt: skip


def _found(request: HttpRequest, number: int) -> Meeting:
    rows = meetings_visible_to(actor_in(request)).select_related("ledger", "centre", "called_by", "closed_by")
    return get_object_or_404(rows, number=number)
