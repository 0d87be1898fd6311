"""The page on which a call is entered by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.calls import asks
from huiyin.calls.entering import centres_for, enter_call
from huiyin.calls.models import Call
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import book_on
from huiyin.calls.who import RINGERS
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.calls import CallOutcome
from huiyin.ui.doors import actor_in, post_required


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*RINGERS, on_own_line=True)
def new(request: HttpRequest) -> HttpResponse:
    """Enter one call, and say to which line it went."""
    actor, now = actor_in(request), times.now()
    if not centres_for(actor):
        raise Http404
    book = book_on(local_day(now))
    begins = {"began_at": times.local(now), "outcome": CallOutcome.ANSWERED.value}
    sent = request.POST if request.method == "POST" else None
    form = form_for(asks.ENTERED, book, data=sent, initial=begins)
    if sent is None:
        return _page(request, form)
    try:
        heard = enter_call(form.said(), actor=actor, at=now, key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status_of(refused))
    call = Call.objects.select_related("centre").get(number=heard.number)
    messages.success(request, f"已补录，归{f'{call.centre.short_name}专线' if call.centre else '市热线'}")
    return redirect("calls:one", call.pk)


def _page(request: HttpRequest, form: MoveForm, status: int = 200) -> HttpResponse:
    day, lines = local_day(times.now()), Lines()
    centres = sorted(centres_for(actor_in(request)), key=str)
    numbers = [number for centre in centres for number in lines.numbers_of(centre, day)]
    context = {"form": form, "numbers": list(lines.names(numbers, day).values())}
    return render(request, "calls/new.html", context, status=status)
