"""The part of the base page that is fetched after it: how many things wait behind each entry of the navigation."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from huiyin.flow.actor import Actor
from huiyin.ui.navigation import counts_for


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Answer the numbers, each for its place in the navigation; fetched apart so that no page waits for counting.

    Whose session has ended gets nothing and is not sent to the sign-in: it would cost the form that is being filled in.
    """
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return HttpResponse(status=204)
    return HttpResponse(render_to_string("ui/parts/counts.html", {"counts": counts_for(actor)}))
