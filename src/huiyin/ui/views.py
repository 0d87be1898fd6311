"""What belongs to the base page: how many things wait behind each entry, the map of keys, the choice of looks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST, require_safe

from huiyin.flow.actor import Actor
from huiyin.ui.doors import actor_in, signed_in
from huiyin.ui.keys import sheets_for
from huiyin.ui.looks import CHOICES, keep, looks_of
from huiyin.ui.navigation import counts_for, group_counts
from huiyin.ui.personal import sealed_query


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Answer the numbers, each for its place in the navigation; fetched apart so that no page waits for counting.

    A page that lists what waits has places `waits-<key>` for them as well, and says so: `?waits=` with the entry that it is itself.
    Whose session has ended gets nothing and is not sent to the sign-in: it would cost the form that is being filled in.
    """
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return HttpResponse(status=204)
    waiting = counts_for(actor)
    context = {"counts": waiting, "groups": group_counts(actor, waiting), "waits_but": request.GET.get("waits", "")}
    return HttpResponse(render_to_string("ui/parts/counts.html", context))


@require_safe
@signed_in
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys of every page that the viewer may open, and how the pages can look."""
    chosen = looks_of(request)
    choices = [
        (name, label, [(code, word, chosen[name] == code) for code, word in words.items()])
        for name, (label, words) in CHOICES.items()
    ]
    return render(request, "ui/keys.html", {"sheets": sheets_for(actor_in(request)), "choices": choices})


@sensitive_post_parameters()
@require_POST
@signed_in
def narrow(request: HttpRequest) -> HttpResponse:
    """Go to a list with the filters that were sent; those that tell of persons are sealed within its address."""
    address, sent = request.POST.get("list", ""), request.POST
    try:
        resolve(address)
    except Resolver404:
        raise Http404 from None
    own = ("csrfmiddlewaretoken", "list", "personal")
    query = sealed_query(sent, sent.getlist("personal"), actor_in(request), leave_out=own)
    return redirect(f"{address}?{query}" if query else address)


@require_POST
@signed_in
def looks(request: HttpRequest) -> HttpResponse:
    """Keep how the pages shall look in this browser."""
    response = redirect("ui:keys")
    keep(response, {name: request.POST.get(name, "") for name in CHOICES}, secure=request.is_secure())
    return response
