"""Taking the next case from a common tray: the most pressing one that nobody has taken."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.cases.models import Case
from huiyin.cases.trays import is_free, taken_by
from huiyin.desk.baskets import basket_named
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.moves.place import place_of
from huiyin.moves.taking import take
from huiyin.ui.doors import actor_in, signed_in

TRIED = 10
"""So many are tried where colleagues press the button in the same moment."""


@require_POST
@signed_in
def take_next(request: HttpRequest, key: str) -> HttpResponse:
    """Take the most pressing free case of a tray and open it. Who has one of the tray goes back to that one first."""
    actor, now, basket = actor_in(request), times.now(), basket_named(key)
    if basket is None or not basket.shared or not basket.is_for(actor):
        raise Http404
    rows = basket.rows(actor, now).order_by(F("due_at").asc(nulls_last=True), "id")
    if mine := rows.filter(pk__in=taken_by(actor.user_id, now).values("pk")).first():
        messages.info(request, "您领取的这一件还没有办，办完或放回后再领下一件")
        return redirect("desk:case", mine.number)
    for case in rows.filter(is_free(now))[:TRIED]:
        if _is_taken(case, request):
            return redirect("desk:case", case.number)
    messages.info(request, f"“{basket.label}”里没有可领取的工单")
    return redirect(basket.address)


def _is_taken(case: Case, request: HttpRequest) -> bool:
    try:
        take(place_of("case").asking_own(case, "claim", actor_in(request), times.now()), {}, seen=None, key="")
    except Refused:
        return False
    return True
