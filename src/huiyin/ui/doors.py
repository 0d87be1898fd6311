"""Who may open a page: a visitor is sent to the sign-in, a person without the post finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor_in(request: HttpRequest) -> Actor:
    """Return the actor of a request. Raises Http404 when nobody is signed in."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise Http404
    return actor


def signed_in(page: Page[P]) -> Page[P]:
    """Decorate a page for everybody who is signed in."""
    return post_required()(page)


def post_required(*posts: Post, on_own_line: bool = False) -> Callable[[Page[P]], Page[P]]:
    """Decorate a page for the holders of one of these posts; without posts for everybody who is signed in.

    `on_own_line` also opens it to whoever does the work of these posts on a unit's own line; what the page shows then has
    to be that line's alone (`cases.queries.in_charge_of`).
    A visitor goes to the sign-in and comes back; a stranger to the page gets 404, as if it were not there.
    """

    def guard(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if not isinstance(actor, Actor):
                return _to_sign_in(request)
            if posts and not (actor.holds(*posts) or (on_own_line and actor.holds_on_own_line(*posts))):
                raise Http404
            return page(request, *args, **kwargs)

        return guarded

    return guard


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    htmx: Any = getattr(request, "htmx", None)
    if htmx:
        # A part of a page must not show the sign-in inside itself: the whole window goes there, and back to the page.
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path())
