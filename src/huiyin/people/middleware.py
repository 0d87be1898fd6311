"""Puts the actor on each request, renews the session when posts change, holds back who has not chosen a password."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.people.actors import actor_of
from huiyin.people.models import User

ACTING = "acting_by_deputation"
"""The session's key for the deputation by which the user chose to act for another."""

_POSTS_VERSION = "posts_version"
_OPEN_TO_INITIAL_PASSWORDS = ("account_change_password", "account_logout")


class WhoActs:
    """Middleware: `request.actor` is the actor of the signed-in user, or None; loaded once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the actor set, or send to the choice of a password."""
        user = request.user
        if not isinstance(user, User):
            request.actor = None  # type: ignore[attr-defined]
            return self.get_response(request)
        _renew_session_after_change_of_posts(request, user)
        request.actor = _actor(request, user)  # type: ignore[attr-defined]
        if user.password_is_initial and request.path not in [reverse(n) for n in _OPEN_TO_INITIAL_PASSWORDS]:
            return HttpResponseRedirect(reverse("account_change_password"))
        return self.get_response(request)


def _actor(request: HttpRequest, user: User) -> Actor:
    chosen = request.session.get(ACTING)
    actor = actor_of(user, times.now(), UUID(chosen) if chosen else None)
    if chosen and actor.acting_for is None:
        del request.session[ACTING]
    return actor


def _renew_session_after_change_of_posts(request: HttpRequest, user: User) -> None:
    # A key that was overheard while the user held lesser posts must not open the greater ones.
    known = request.session.get(_POSTS_VERSION)
    if known == user.posts_version:
        return
    if known is not None:
        request.session.cycle_key()
    request.session[_POSTS_VERSION] = user.posts_version
