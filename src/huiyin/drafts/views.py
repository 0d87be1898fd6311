"""Keeping a draft while somebody types, and throwing it away when it is not wanted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huiyin.drafts import act
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.moves.form import KEY
from huiyin.ui.doors import actor_in, signed_in

NOT_TYPED = frozenset({"csrfmiddlewaretoken", KEY, "step"})


@never_cache
@sensitive_post_parameters()
@require_POST
@signed_in
def save(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what stands in the form now; the answer has no content, the page stays as it is."""
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    try:
        act.keep(actor_in(request).user_id, form, typed, key=request.POST.get(KEY, "")[:64], at=times.now())
    except Refused as refused:
        return HttpResponse("；".join(refused.reasons), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@signed_in
def away(request: HttpRequest, form: str) -> HttpResponse:
    """Throw the draft away and go back to the empty form."""
    act.throw_away(actor_in(request).user_id, form)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "/")
