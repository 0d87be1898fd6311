"""The wall (大屏), and the page on which screens are let in and shut out."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.displays import (
    KEEPERS,
    add_display,
    display_known_by,
    displays,
    end_display,
    open_display,
    waiting_display,
)
from huiyin.desk.models import Display
from huiyin.desk.wall import VIEWERS, wall_at
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required

COOKIE, COOKIE_DAYS = "huiyin_wall", 400
NAME = (Ask("name", "哪里的屏幕", help="如 话务大厅东墙", keep="nothing"),)


@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponseBase:
    """Show the wall to who looks at it by post, and to a screen that was let in."""
    actor = getattr(request, "actor", None)
    known = display_known_by(request.COOKIES.get(COOKIE, ""))
    if known is None:
        return _signed_in_wall(request)
    return _shown(request, actor if isinstance(actor, Actor) and actor.holds(*VIEWERS) else None)


@post_required(*VIEWERS)
def _signed_in_wall(request: HttpRequest) -> HttpResponse:
    return _shown(request, actor_in(request))


def _shown(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    context = {"wall": wall_at(times.now()), "leads_back": actor is not None, "keeps": actor and actor.holds(*KEEPERS)}
    return render(request, "desk/wall.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def wall_displays(request: HttpRequest) -> HttpResponse:
    """List the screens; a new one gets an address, which is shown this once."""
    actor, form, status, address = actor_in(request), form_for(NAME, None), 200, ""
    if request.method == "POST":
        form = form_for(NAME, None, None, request.POST)
        try:
            _, key = add_display(str(form.said()["name"] or ""), actor=actor, at=times.now())
            address, form = request.build_absolute_uri(reverse("desk:wall_enter", args=[key])), form_for(NAME, None)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    context = {"rows": displays(), "form": form, "address": address, "views": actor.holds(*VIEWERS)}
    return render(request, "desk/wall_displays.html", context, status=status)


@require_POST
@post_required(*KEEPERS)
def wall_end(request: HttpRequest, display_id: UUID) -> HttpResponse:
    """Shut a screen out."""
    try:
        end_display(display_id, actor=actor_in(request), at=times.now())
    except Display.DoesNotExist:
        raise Http404 from None
    return redirect("desk:wall_displays")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wall_enter(request: HttpRequest, key: str) -> HttpResponse:
    """Let the screen in on which this address is opened. Whoever only looks at the address does not use it up."""
    if request.method != "POST":
        if waiting_display(key, times.now()) is None:
            raise Http404
        return render(request, "desk/wall_enter.html", {"key": key})
    secret = open_display(key, at=times.now())
    if secret is None:
        raise Http404
    response = redirect("desk:wall")
    response.set_cookie(
        COOKIE, secret, max_age=timedelta(days=COOKIE_DAYS), path=reverse("desk:wall"), httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return response
