"""The part of a list with one's own views of it: to open one, to keep what is seen now, to drop one."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk import lists
from huiyin.desk.act import drop_view, keep_view, views_of
from huiyin.desk.models import SavedView
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.statistics.crossing_views import CROSSING
from huiyin.ui.doors import actor_in, signed_in
from huiyin.ui.pages import ListSpec

LISTS: dict[str, ListSpec] = {
    "desk:cases": lists.CASES, "desk:basket": lists.BASKET, "desk:shares": lists.SHARES, "statistics:crossing": CROSSING,
}  # fmt: skip
"""The lists of which views are kept."""


@never_cache
@require_safe
@signed_in
def views(request: HttpRequest) -> HttpResponse:
    """Show the viewer's own views of a list."""
    address = _address(request.GET.get("list", ""))
    query = _kept(address, request.GET.get("query", ""))
    found = [(view, view.query == query) for view in views_of(actor_in(request), address)]
    template = "desk/saved_views.html#views" if getattr(request, "htmx", False) else "desk/saved_views.html"
    return render(request, template, {"views": found, "address": address, "query": query})


@require_POST
@signed_in
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a view under a name."""
    sent = request.POST
    address = _address(sent.get("list", ""))
    query = _kept(address, sent.get("query", ""))
    try:
        view = keep_view(address, sent.get("name", ""), query, actor=actor_in(request), at=times.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{address}?{query}" if query else address)
    messages.success(request, f"已保存视图“{view.name}”")
    return redirect(view.link)


@require_POST
@signed_in
def drop(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Drop an own view; of somebody else's nobody learns that it is there."""
    try:
        address = drop_view(view_id, actor=actor_in(request), at=times.now())
    except SavedView.DoesNotExist:
        raise Http404 from None
    messages.success(request, "已删除视图")
    return redirect(address)


def _address(text: str) -> str:
    """Return the address of a list. Raises Http404 for anything else: one is only sent to a list of the desk."""
    _spec(text)
    return text


def _spec(address: str) -> ListSpec:
    try:
        return LISTS[resolve(address).view_name]
    except (Resolver404, KeyError):
        raise Http404 from None


def _kept(address: str, query: str) -> str:
    """Return what of a query is worth keeping: filters and order, not the page one was on."""
    spec = _spec(address)
    known = [asked.key for asked in spec.filters] + ["sort", *sorted(spec.other_keys - {"format"})]
    read = QueryDict(query[:4000])
    return urlencode([(key, value) for key in known for value in read.getlist(key) if value])
