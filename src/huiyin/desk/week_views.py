"""The part of a home with the figures of the week and the month; fetched apart so that no home waits for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.week import OF_CITY, OF_UNIT, week_of
from huiyin.flow import times
from huiyin.statistics.viewing import sees_the_city
from huiyin.ui.doors import actor_in, post_required


@require_safe
@post_required(*OF_CITY, *OF_UNIT)
def week(request: HttpRequest) -> HttpResponse:
    """Show the figures of this week and month beside those before."""
    actor = actor_in(request)
    context = {"lines": week_of(actor, times.now()), "of_city": sees_the_city(actor)}
    return render(request, "desk/parts/week.html", context)
