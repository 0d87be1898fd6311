"""The public column of statistics, its open data, and what the office says of itself: for everybody, without a sign-in."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from huiyin.flow import times
from huiyin.portal.models import Publication
from huiyin.portal.open_data import COLUMNS, MEANINGS, as_json, published_on, rows_of
from huiyin.portal.published import corrections_of, on_show, withdrawn
from huiyin.portal.queries import book_on
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.sheets import csv_response

KEPT_FOR = timedelta(minutes=10)
"""So long a browser, or whoever stands between, may show a page again before it asks; a withdrawal is seen as soon."""

Page = Callable[..., HttpResponseBase]


def kept_a_while(page: Page) -> Page:
    """Decorate a page that is the same for everybody: it may be kept on the way."""

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=int(KEPT_FOR.total_seconds()))
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown


@require_safe
@kept_a_while
def about(request: HttpRequest) -> HttpResponse:
    """Say what the office stands for, in the words of the rulebook in force."""
    return _page(request, "portal/about.html", {"texts": _book_today().publicity.texts})


@require_safe
@kept_a_while
def index(request: HttpRequest) -> HttpResponseBase:
    """List the published periods; a chosen one opens."""
    if chosen := request.GET.get("period"):
        return redirect("portal:figures", _found(chosen).period)
    rows = [(row, published_on(row)) for row in on_show()]
    context = {"rows": rows, "withdrawn": withdrawn(), "told": _book_today().publicity}
    return _page(request, "portal/figures_index.html", context)


@require_safe
@kept_a_while
def figures(request: HttpRequest, period: str) -> HttpResponse:
    """Show the statistic of a period as it was published."""
    found = _found(period)
    context = {
        **shown(found), "periods": [(row.period, row.name) for row in on_show()],
        "corrections": corrections_of(found), "meanings": MEANINGS,
    }  # fmt: skip
    return _page(request, "portal/figures.html", context)


def shown(found: Publication) -> dict[str, Any]:
    """Return what a page says of a statistic, published or to be published."""
    book = book_named(found.book)
    return {
        "found": found, "kept": found.kept, "published_on": published_on(found), "told": book.publicity,
        "centre": book.city.centre, "crossing": found.kept.get("crossing"),
    }  # fmt: skip


@require_safe
@kept_a_while
def figures_csv(request: HttpRequest, period: str) -> HttpResponseBase:
    """Hand out the figures of a period as CSV."""
    found = _found(period)
    return csv_response(f"figures-{found.period}.csv", COLUMNS, rows_of(found))


@require_safe
@kept_a_while
def figures_json(request: HttpRequest, period: str) -> HttpResponse:
    """Hand out the figures of a period as JSON."""
    found = _found(period)
    book = book_named(found.book)
    told = as_json(found, city=book.city.name, publisher=book.city.centre, licence=book.publicity.licence)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _found(period: str) -> Publication:
    """Return what is published of a period. What is not published is not there."""
    found = on_show().filter(period=period[:7]).first() if len(period) <= 7 and "\0" not in period else None
    if found is None:
        raise Http404
    return found


def _book_today() -> Rulebook:
    return book_on(times.local_day(times.now()))


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # What somebody is told after a form belongs to one reader: it waits for the next page that nobody keeps.
    return render(request, template, {**context, "messages": ()})
