"""The page on which a unit hands the open shares of one person over to another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.lifecycle_parts import ASSIGNMENT
from huiyin.cases.models import Assignment
from huiyin.desk import lists
from huiyin.desk.handing_over import (
    MOST_AT_ONCE,
    hand_over,
    held_by_person,
    names_from_contacts,
    open_shares,
    shares_held_like,
)
from huiyin.desk.rows import SHARE_FIELDS, Reader
from huiyin.flow import times
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for, new_key
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*UNIT_POSTS)
def hand_over_page(request: HttpRequest) -> HttpResponse:
    """Show who answers for what; name another one for the ticked shares of one person (移交责任人)."""
    like = _like(request)
    if request.method != "POST":
        return _page(request, like)
    if like is None:
        raise Http404
    form = form_for(ASSIGNMENT.of("charge").asks, None, data=request.POST)
    ticked = set(request.POST.getlist("shares"))
    chosen = [share for share in shares_held_like(like, actor_in(request)) if str(share.pk) in ticked]
    try:
        hand_over(
            chosen, form.said(), actor=actor_in(request), at=times.now(), key=request.POST.get("key", "")[:64]
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _page(request, like, form, ticked, status_of(refused))
    messages.success(request, f"已移交 {len(chosen)} 件，责任人改为{form.said()['charge_handler']}")
    return redirect("desk:hand_over")


def _like(request: HttpRequest) -> Assignment | None:
    """Return the share that stands for those of one person. Raises Http404 for one of another unit."""
    text = request.GET.get("like") or request.POST.get("like")
    if not text:
        return None
    try:
        found = open_shares(actor_in(request)).filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, like: Assignment | None, form: MoveForm | None = None, ticked: set[str] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"people": held_by_person(actor_in(request)), "like": like, "key": new_key()}
    if like is not None:
        context |= _of_one_person(request, like, ticked)
        context["form"] = form or form_for(ASSIGNMENT.of("charge").asks, None, initial=names_from_contacts(like))
    return render(request, "desk/hand_over.html", context, status=status)


def _of_one_person(request: HttpRequest, like: Assignment, ticked: set[str] | None) -> dict[str, Any]:
    actor = actor_in(request)
    reader = Reader(actor, times.now())
    rows = lists.with_clocks(shares_held_like(like, actor)).values(*SHARE_FIELDS)[:MOST_AT_ONCE]
    return {"lines": [(str(row["id"]), ticked is None or str(row["id"]) in ticked, reader.share(row)) for row in rows]}
