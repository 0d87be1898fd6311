"""The one view of all moves: GET shows the form, POST makes the move, with or without htmx."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import CharField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import FREE_TEXT
from huiyin.flow.table import NotYours, Refused, Taken
from huiyin.journal.door import Stale
from huiyin.moves.form import MoveForm, form_of
from huiyin.moves.keeping import Kept, kept_of, was_taken
from huiyin.moves.place import Asking, place_of
from huiyin.moves.taking import Meanwhile, status_of, take, told_meanwhile
from huiyin.ui.doors import actor_in, signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: HttpRequest, kind: str, name: str, action: str) -> HttpResponse:
    """Show the form of one move of one thing, or make it. A stranger to the thing or to the move gets 404."""
    try:
        asking = _asking(actor_in(request), kind, name, action)
    except NotYours as refused:
        return _too_late(request, kind, name, action, refused)
    if request.method == "POST":
        return _taken(request, asking)
    kept = kept_of(asking, request.path)
    form = form_of(asking, kept.data if kept else None)
    if form.is_bound:
        form.renewed(asking.seen)
    for obstacle in asking.obstacles:
        form.refuse(Refused([obstacle]))
    return _form_page(request, asking, form, kept=kept)


def _asking(actor: Actor, kind: str, name: str, action: str) -> Asking:
    place = place_of(kind)
    return place.asking_own(place.found(actor, name), action, actor, times.now())


def _too_late(request: HttpRequest, kind: str, name: str, action: str, refused: NotYours) -> HttpResponse:
    """Give back what somebody typed whose turn it was when the page was opened; to all others there is no such page.

    Whose turn it would be, had no colleague taken the thing, is told so.

    No more than the own words are shown: whoever only claims an old page learns nothing from this one.
    """
    place, actor = place_of(kind), actor_in(request)
    row, move = place.found(actor, name), place.table.of(action)
    form = MoveForm(move.asks, {ask.name: CharField() for ask in move.asks}, data=request.POST)
    is_taken = isinstance(refused, Taken)
    if not is_taken and (request.method != "POST" or form.seen is None or form.seen >= place.head(row).event_count):
        raise Http404
    texts = [(ask.label, form[ask.name].value()) for ask in move.asks if ask.kind in FREE_TEXT]
    context = {
        "reason": str(refused) if is_taken else "", "button": move.button, "back": place.page(row),
        "title": place.title(row, actor), "words": [(label, text) for label, text in texts if text],
    }  # fmt: skip
    return render(request, "moves/late.html#late" if _is_part(request) else "moves/late.html", context, status=409)


def _taken(request: HttpRequest, asking: Asking) -> HttpResponse:
    form = form_of(asking, request.POST, request.FILES)
    try:
        take(asking, form.said(), seen=form.seen, key=form.key, files=form.uploaded)
    except Stale as stale:
        return _stale(request, asking, form, stale)
    except Refused as refused:
        form.refuse(refused)
        return _form_page(request, asking, form, status=status_of(refused))
    was_taken(asking)
    messages.success(request, f"“{asking.move.button}”已办妥")
    return _onward(request, asking)


def _stale(request: HttpRequest, asking: Asking, form: MoveForm, stale: Stale) -> HttpResponse:
    """Tell what was done meanwhile; the text stays, and may be sent again on the ground of what is known now."""
    try:
        asking = _asking(asking.actor, asking.place.kind, asking.name, asking.move.action)
        reasons = asking.obstacles
    except (Http404, NotYours):
        reasons = ["现在已不由您办理"]
    form.renewed(asking.seen)
    form.refuse(Refused([*stale.reasons, *reasons]))
    meanwhile = told_meanwhile(asking.place.table, stale.events)
    return _form_page(request, asking, form, meanwhile, status=status_of(stale))


def _form_page(
    request: HttpRequest, asking: Asking, form: MoveForm, meanwhile: list[Meanwhile] | None = None, status: int = 200,
    kept: Kept | None = None,
) -> HttpResponse:  # fmt: skip
    place, action = asking.place, asking.move.action
    aid = place.aids.get(action)
    context = {
        "asking": asking,
        "form": form,
        "meanwhile": meanwhile,
        "title": place.title(asking.row, asking.actor),
        "back": place.page(asking.row),
        "has_files": action in place.uploads,
        "aid": aid,
        "kept": kept or kept_of(asking, request.path),
        "is_brought_back": kept is not None and form.is_bound,
        **(aid.context(asking) if aid else {}),
    }
    template = "moves/form.html#form" if _is_part(request) else "moves/form.html"
    return render(request, template, context, status=status)


def _onward(request: HttpRequest, asking: Asking) -> HttpResponse:
    is_still_seen = asking.place.visible(asking.actor).filter(pk=asking.row.pk).exists()
    address = asking.place.page(asking.row) if is_still_seen else "/"
    if not _is_part(request):
        return HttpResponseRedirect(address)
    # To another place of the page that is open a browser only scrolls: it must be loaded anew to show what was done.
    return HttpResponseClientRefresh() if _is_open(request, address) else HttpResponseClientRedirect(address)


def _is_open(request: HttpRequest, address: str) -> bool:
    here: str = getattr(getattr(request, "htmx", None), "current_url_abs_path", "") or ""
    return urlsplit(here).path == urlsplit(address).path


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
