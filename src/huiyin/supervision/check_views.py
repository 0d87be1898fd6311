"""The pages of verification: whom to send, what waits to be seen, what was found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Case
from huiyin.cases.places import CASES
from huiyin.cases.queries import SEES_ALL, readable_by
from huiyin.cases.queries import case_facts as whole_case_facts
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision import asks
from huiyin.supervision.act import send_checker
from huiyin.supervision.lists import CHECKS, given_to
from huiyin.supervision.models import Check
from huiyin.supervision.places import CHECKS as CHECK_PLACE
from huiyin.supervision.places import people_to_send
from huiyin.supervision.queries import check_facts, checks_visible_to, checks_waiting_for, lies_over
from huiyin.supervision.shown import buttons_of, check_words
from huiyin.supervision.states import CheckState
from huiyin.supervision.views import tabs_for
from huiyin.supervision.who import SENDERS, is_supervising, may_send, sends_for
from huiyin.ui.doors import actor_in, post_required

LINE_POSTS = (Post.LINE_CLERK, Post.UNIT_LEADER, Post.UNIT_HEAD)
CHECKERS = (*SEES_ALL, *UNIT_POSTS)
"""Who reads verifications at all: of a unit who keeps its line, and whom it sends."""
AFTERWARDS = ("reject_reply", "redo", "reopen")
"""Moves of a case for which one verifies first."""


@require_safe
@post_required(*CHECKERS)
def checks(request: HttpRequest) -> HttpResponse:
    """List the verifications: without a filter what waits for the viewer, then all that wait."""
    actor = actor_in(request)
    listing = CHECKS.read(request.GET, given_to(actor))
    rows = checks_visible_to(actor).select_related("case", "checker")
    mine = [] if listing.is_narrowed else _sent_myself(actor)
    if not listing.is_narrowed:
        rows = rows.filter(state=CheckState.SENT).exclude(pk__in=[one.pk for one in mine])
    page = listing.page(rows, count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [check_words(one) for one in page.rows],
        "mine": [check_words(one) for one in mine], "tabs": tabs_for(actor, "supervision:checks"),
    }  # fmt: skip
    return render(request, "supervision/checks.html", context)


def _sent_myself(actor: Actor) -> list[Check]:
    return list(checks_waiting_for(actor).select_related("case", "checker").order_by("due_at")[:20])


@never_cache
@require_safe
@post_required(*CHECKERS)
def check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Show one verification; when it is done, with the moves of the case that it may lead to."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(
        checks_visible_to(actor).select_related("case", "centre", "checker", "sent_by", "done_by"), pk=check_id
    )
    onward = []
    if row.state == CheckState.DONE:
        offered = CASES.offered(row.case, whole_case_facts(row.case, row.case, now), actor)
        onward = [
            (move.button, reverse("moves:move", args=["case", row.case.number, move.action]))
            for move in offered
            if move.action in AFTERWARDS
        ]
        if row.case.centre_id and is_supervising(actor) and lies_over(actor, row.case):
            # Of a line's case nothing is done from above but to speak to the unit whose line it is.
            onward.append(("下达督办", f"{reverse('supervision:new')}?chosen={row.case.number}"))
    context = {
        **check_words(row), "case": row.case, "attachments": attachments_of("verification", row.pk), "onward": onward,
        "buttons": buttons_of(CHECK_PLACE, row, check_facts(row, row.case, now), actor),
        "sees_case": readable_by(actor).filter(pk=row.case_id).exists(),
    }  # fmt: skip
    return render(request, "supervision/check.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SENDERS, Post.DIRECTOR, *LINE_POSTS)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send somebody to see what is true about a case."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(readable_by(actor), number=number)
    if not may_send(actor, case.centre_id):
        return redirect("desk:case", number)
    people = people_to_send(actor, now, case.centre_id, case.centre_id if sends_for(actor, case.centre_id) else None)
    form = form_for(
        asks.SEND, book_named(case.book), {"checker": people}, request.POST or None, initial={"place": case.place}
    )
    if request.method != "POST":
        return _page(request, case, form)
    try:
        row = send_checker(case, form.said(), actor=actor, at=now, key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, case, form, status_of(refused))
    messages.success(request, f"已派{row.checker.name}核实")
    return redirect("supervision:check", row.pk)


def _page(request: HttpRequest, case: Case, form: MoveForm, status: int = 200) -> HttpResponse:
    return render(request, "supervision/send.html", {"case": case, "form": form}, status=status)
