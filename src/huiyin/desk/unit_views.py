"""What a unit does with many of its shares at once: the handler signs for them, the leader signs ordinary drafts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk import lists
from huiyin.desk.batch import Outcome, chosen_in, take_each
from huiyin.desk.signing import drafts_of, drafts_waiting, ordinary_only
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.moves.form import new_key
from huiyin.ui.doors import actor_in, post_required

SIGNERS = (Post.UNIT_HANDLER, Post.UNIT_DUTY)
LEADERS = (Post.UNIT_LEADER, Post.UNIT_HEAD)


@never_cache
@require_POST
@post_required(*SIGNERS)
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign for the chosen shares (批量签收): one act each, and the outcome of each."""
    actor, now, sent = actor_in(request), times.now(), request.POST
    try:
        chosen = chosen_in(sent.getlist("chosen"))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_to_sign())
    found = take_each(chosen, "sign", {}, actor=actor, at=now, key=sent.get("key", "")[:64])
    return told(request, "签收", _to_sign(), found)


def _to_sign() -> str:
    return f"{reverse('desk:shares')}?tab=sign"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*LEADERS)
def sign_off(request: HttpRequest) -> HttpResponse:
    """Lay the drafts before the leader, and sign the chosen ordinary ones (批量签发)."""
    actor, now, sent = actor_in(request), times.now(), request.POST
    if request.method != "POST":
        return _drafts(request)
    try:
        chosen = chosen_in(sent.getlist("chosen"))
    except Refused as refused:
        return _drafts(request, refused.reasons, status=422)
    said = {"note": sent.get("note", "")}
    found = take_each(
        chosen, "sign_off", said, actor=actor, at=now, key=sent.get("key", "")[:64], objections=ordinary_only
    )
    return told(request, "签发", request.path, found)


def _drafts(request: HttpRequest, reasons: list[str] | tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    actor = actor_in(request)
    listing = lists.DRAFTS.read(request.GET)
    rows = drafts_waiting(actor).select_related("case__petitioner", "unit")
    page = listing.page(rows)
    drafts = drafts_of(page.rows, actor)
    context = {
        "listing": listing, "page": page, "drafts": drafts, "reasons": reasons, "key": new_key(),
        "may_choose": any(draft.choice for draft in drafts),
    }  # fmt: skip
    return render(request, "desk/sign_off.html", context, status=status)


def told(request: HttpRequest, what: str, back: str, found: list[Outcome]) -> HttpResponse:
    """Show what became of each."""
    done = sum(one.is_done for one in found)
    context = {"what": what, "back": back, "outcomes": found, "done": done, "left": len(found) - done}
    return render(request, "desk/outcomes.html", context, status=200 if done or not found else 422)
