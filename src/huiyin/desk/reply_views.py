"""The page on which a unit answers several of its shares with the same words (批量反馈)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.models import Assignment
from huiyin.desk.batch import Outcome, chosen_in, chosen_shares, take_each
from huiyin.desk.replying import ACTION, ASKS, WISHES, in_common, said_of, shares_to_reply, wishes_of
from huiyin.desk.unit_views import SIGNERS, told
from huiyin.flow import times
from huiyin.flow.says import clean
from huiyin.flow.table import Refused
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.place import place_of
from huiyin.moves.taking import look_at
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required

WHAT = "反馈"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SIGNERS)
def reply_many(request: HttpRequest) -> HttpResponse:
    """Write one reply for the chosen shares; each is answered by itself, and those left over keep the words."""
    sent = request.POST if request.method == "POST" else request.GET
    try:
        chosen = chosen_in(sent.getlist("chosen"))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_to_handle())
    shares = list(chosen_shares(chosen, actor_in(request)))
    if not shares:
        return told(request, WHAT, _to_handle(), [])
    if request.method == "POST":
        return _replied(request, chosen, shares)
    return _page(request, shares, _form(shares))


def _to_handle() -> str:
    return f"{reverse('desk:shares')}?tab=handle"


def _form(shares: Sequence[Assignment], data: Any = None, files: Any = None) -> MoveForm:
    uploads = place_of("assignment").uploads[ACTION]
    return form_for(ASKS, book_named(shares[0].book), data=data, files=files, uploads=uploads)


def _replied(request: HttpRequest, chosen: Mapping[UUID, int], shares: Sequence[Assignment]) -> HttpResponse:
    form = _form(shares, request.POST, request.FILES)
    try:
        files = _looked_at(form, shares)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, shares, form, status=422)
    said, wishes = form.said(), wishes_of(shares)
    found = take_each(
        chosen, ACTION, lambda share: said_of(said, wishes[share.pk]), actor=actor_in(request), at=times.now(),
        key=form.key, looked_at=files,
    )  # fmt: skip
    if all(one.is_done for one in found):
        return told(request, WHAT, _to_handle(), found)
    return _left_over(request, form, found)


def _looked_at(form: MoveForm, shares: Sequence[Assignment]) -> list[Any]:
    """Look at what is the same for all before any of them is answered. Raises Refused."""
    _, errors = clean(ASKS, form.said(), book_named(shares[0].book))
    if errors:
        raise Refused([], errors)
    return look_at(place_of("assignment"), ACTION, form.uploaded)


def _left_over(request: HttpRequest, form: MoveForm, found: Sequence[Outcome]) -> HttpResponse:
    """Show those that were not answered once more, with what was typed and why not."""
    left = [one for one in found if not one.is_done]
    form.renewed(0)
    names = {"wish_result" if name == WISHES else name: reason for name, reason in in_common(left).items()}
    form.refuse(Refused([], names))
    shares = list(chosen_shares([one.share_id for one in left], actor_in(request)))
    return _page(request, shares, form, found, status=422)


def _page(
    request: HttpRequest, shares: Sequence[Assignment], form: MoveForm, found: Sequence[Outcome] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    lines = shares_to_reply(shares, actor_in(request), times.now(), found)
    context = {"lines": lines, "form": form, "done": [one for one in found or () if one.is_done], "back": _to_handle()}
    return render(request, "desk/reply_many.html", context, status=status)
