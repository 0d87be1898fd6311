"""Decorators of the citizens' pages: nothing of them is stored on the way or found by a search engine."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.portal.caps import TooOften
from huiyin.portal.passes import proven_case
from huiyin.ui.errors import too_many

P = ParamSpec("P")


def public_page(page: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page for everybody: not stored, not indexed, and 429 where something was done too often."""

    @wraps(page)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = page(request, *args, **kwargs)
        except TooOften as often:
            response = too_many(request, str(often))
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


def own_case(page: Callable[[HttpRequest, Case], HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page about the case whose number and code this browser has proved; others are asked for them."""

    @public_page
    @wraps(page)
    def shown(request: HttpRequest) -> HttpResponse:
        case = proven_case(request)
        return page(request, case) if case else HttpResponseRedirect(reverse("portal:follow"))

    return shown
