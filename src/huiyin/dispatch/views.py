"""The pages of the dispatch catalogue, the city's and each unit's, and the part with suggestions for a case."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.queries import visible_to
from huiyin.dispatch.act import add_line, end_line
from huiyin.dispatch.forms import LineForm
from huiyin.dispatch.models import CatalogueRow
from huiyin.dispatch.suggesting import suggest
from huiyin.dispatch.who import CENTRE_KEEPERS, UNIT_KEEPERS, keeps
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.people.doors import actor_in, post_required, signed_in
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit


@post_required(*CENTRE_KEEPERS, *UNIT_KEEPERS)
def catalogue(request: HttpRequest, owner_id: UUID | None = None) -> HttpResponse:
    """Show a catalogue and add lines to it; who keeps only that of a unit is led there."""
    if owner_id is None and not actor_in(request).holds(*CENTRE_KEEPERS):
        return redirect("dispatch:unit_catalogue", _own_unit(actor_in(request)))
    owner = _owner(request, owner_id)
    day = local_day(times.now())
    book = book_for(settings.CITY, day)
    form = LineForm(request.POST or None, book=book, owner=owner, day=day)
    if request.method == "POST" and form.is_valid() and _is_added(request, form):
        return redirect(request.path)
    lines = CatalogueRow.objects.filter(owner=owner).select_related("unit").order_by("category", "territory", "-since")
    context = {"owner": owner, "form": form, "lines": [(row, *_words(book, row)) for row in lines], "today": day}
    return render(request, "dispatch/catalogue.html", context, status=422 if form.errors else 200)


@require_POST
@post_required(*CENTRE_KEEPERS, *UNIT_KEEPERS)
def end(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """End a line tomorrow: what was dispatched today was dispatched by it."""
    row = get_object_or_404(CatalogueRow.objects.select_related("owner"), pk=row_id)
    if not keeps(actor_in(request), row.owner):
        raise Http404
    at = times.now()
    try:
        end_line(row.pk, on=local_day(at + times.ONE_DAY), actor=actor_in(request), at=at)
        messages.success(request, "自明天起停用")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("dispatch:unit_catalogue", row.owner_id) if row.owner_id else redirect("dispatch:catalogue")


@require_safe
@signed_in
def suggestions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Serve the part with the suggested units of a case, for whoever may dispatch it or hand it down."""
    actor = actor_in(request)
    case = get_object_or_404(visible_to(actor), pk=case_id)
    if actor.holds(*CENTRE_KEEPERS):
        return render(request, "dispatch/suggestions.html", {"suggestions": suggest(case, times.now())})
    owner = Unit.objects.get(pk=_own_unit(actor))
    return render(request, "dispatch/suggestions.html", {"suggestions": suggest(case, times.now(), owner)})


def _own_unit(actor: Actor) -> UUID:
    """Return the unit of somebody of a unit. Raises Http404 for anybody else."""
    own = sorted((seat.unit_path, seat.unit_id) for seat in actor.seats if seat.post in UNIT_POSTS and seat.unit_id)
    if not own:
        raise Http404
    return own[0][1]


def _owner(request: HttpRequest, owner_id: UUID | None) -> Unit | None:
    owner = get_object_or_404(Unit, pk=owner_id) if owner_id else None
    if not keeps(actor_in(request), owner):
        raise Http404
    return owner


def _is_added(request: HttpRequest, form: LineForm) -> bool:
    try:
        row = add_line(form.line(), actor=actor_in(request), at=times.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"已加入：由{row.unit.name}承办")
    return True


def _words(book: object, row: CatalogueRow) -> tuple[str, str]:
    topic = "·".join(book.category_path(row.category)) if row.category else "不限"  # type: ignore[attr-defined]
    place = book.territory(row.territory).label if row.territory else "不限"  # type: ignore[attr-defined]
    return topic, place
