"""The pages on which the centre draws up, looks at, publishes and corrects the public statistics."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.moves.form import form_for, new_key
from huiyin.moves.taking import status_of
from huiyin.portal.figures_views import shown
from huiyin.portal.lifecycle import REASON
from huiyin.portal.models import Publication
from huiyin.portal.places import PUBLICATIONS, publications_visible_to
from huiyin.portal.publication_who import PREPARERS
from huiyin.portal.published import changes_between, corrections_of, periods_over
from huiyin.portal.publishing import correct, prepare
from huiyin.portal.states import PublicationState
from huiyin.registers.periods import read_period
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required


@never_cache
@require_safe
@post_required(*PREPARERS)
def publications(request: HttpRequest) -> HttpResponse:
    """List the periods that have ended, with what was drawn up and published of each."""
    rows = publications_visible_to(actor_in(request)).exclude(state=PublicationState.DISCARDED)
    there: dict[str, list[Publication]] = {}
    for row in rows.order_by("-until", "since", "-number"):
        there.setdefault(row.period, []).append(row)
    over = periods_over(local_day(times.now()))
    older = [period for period in there if period not in {one.code for one in over}]
    lines = [(one.code, one.label, there.get(one.code, [])) for one in over]
    lines += [(code, there[code][0].name, there[code]) for code in older]
    return render(request, "portal/publications.html", {"lines": lines, "key": new_key()})


@require_POST
@post_required(*PREPARERS)
def publication_new(request: HttpRequest) -> HttpResponse:
    """Count a period for the public."""
    period = read_period("month", request.POST.get("period", "")) or read_period("year", request.POST.get("period", ""))
    if period is None:
        messages.error(request, "期间应写成 2018-06 或 2018")
        return redirect("portal:publications")
    try:
        key = f"{request.POST.get('key', '')[:32]}.{period.code}"
        made = prepare(period, actor=actor_in(request), at=times.now(), city=settings.CITY, key=key)
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
        return redirect("portal:publications")
    return redirect("portal:publication", made.number)


@never_cache
@require_safe
@post_required(*PREPARERS)
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """Show a statistic as the public will see it, or sees it, and what may be done with it."""
    actor, found = actor_in(request), _found(request, number)
    moves = PUBLICATIONS.offered(found, PUBLICATIONS.facts(found, times.now()), actor)
    context = {
        **shown(found),
        "buttons": [(m.button, reverse("moves:move", args=["publication", number, m.action])) for m in moves],
        "may_correct": found.state == PublicationState.PUBLISHED,
        "changes": changes_between(found.replaces.kept, found.kept) if found.replaces else [],
        "corrections": corrections_of(found) if found.state != PublicationState.DRAFT else [],
    }  # fmt: skip
    return render(request, "portal/publication.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PREPARERS)
def publication_again(request: HttpRequest, number: int) -> HttpResponse:
    """Count a published period once more, with a reason that the public is told."""
    actor, old = actor_in(request), _found(request, number)
    form = form_for(REASON, book_named(old.book), None, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            made = correct(old, form.said(), actor=actor, at=times.now(), city=settings.CITY, key=form.key)
            return redirect("portal:publication", made.number)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    return render(request, "portal/publication_again.html", {"form": form, "found": old}, status=status)


def _found(request: HttpRequest, number: int) -> Publication:
    rows = publications_visible_to(actor_in(request)).select_related("ledger", "replaces")
    return get_object_or_404(rows, number=number)
