"""The director's page of the morning, and the lists of cases behind a group of callers."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huiyin.cases.queries import visible_to
from huiyin.desk import lists
from huiyin.desk.groups import LEAST_CALLERS, joined_to
from huiyin.desk.groups import alike as cases_alike
from huiyin.desk.morning import morning_of
from huiyin.desk.views import case_list
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.ui.doors import actor_in, post_required, signed_in


@require_safe
@post_required(Post.DIRECTOR)
def morning(request: HttpRequest) -> HttpResponse:
    """Show on one page what the day will bring."""
    now = times.now()
    context = {"page": morning_of(actor_in(request), now), "now": now, "least": LEAST_CALLERS}
    return render(request, "desk/morning.html", context)


@require_safe
@signed_in
def joined(request: HttpRequest, number: str) -> HttpResponseBase:
    """List a case with those that were joined to it."""
    actor = actor_in(request)
    case = get_object_or_404(visible_to(actor), number=number)
    return case_list(request, joined_to(case, actor), lists.BASKET, f"并案：{number}", "主件和并入的工单")


@require_safe
@signed_in
def alike(request: HttpRequest, number: str) -> HttpResponseBase:
    """List the open cases of the same topic at the same place."""
    actor = actor_in(request)
    case = get_object_or_404(visible_to(actor), number=number)
    rows = cases_alike(case, actor, times.now())
    return case_list(request, rows, lists.BASKET, "同地同类在办工单", "还没有并案，可能是同一件事")
