"""Keeping a draft while somebody types, and throwing it away when it is not wanted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huiyin.drafts import act
from huiyin.drafts.restoring import tag_of
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.moves.form import KEY
from huiyin.ui.doors import actor_in, signed_in

TAG = "draft_tag"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", KEY, "step", TAG})


@never_cache
@sensitive_post_parameters()
@require_POST
@signed_in
def save(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what stands in the form now; the answer has no content, the page stays as it is.

    A page that another person had left open is turned away: its words are not for whoever is signed in now.
    """
    user_id = actor_in(request).user_id
    if request.POST.get(TAG, tag_of(user_id)) != tag_of(user_id):
        return HttpResponse("本页是另一位用户打开的", status=403, content_type="text/plain; charset=utf-8")
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    try:
        act.keep(user_id, form, typed, key=request.POST.get(KEY, "")[:64], at=times.now())
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
