"""The page of text messages that did not go out (未发出短信): why, and sending them again."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.notices.kinds import MessageKind, MessageState
from huiyin.notices.models import Outgoing
from huiyin.notices.queries import unsent
from huiyin.notices.sending_again import send_again
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

KEEPERS = (Post.SHIFT_LEAD, Post.DIRECTOR)
UNSENT = (MessageState.FAILED, MessageState.HELD)

MESSAGES = ListSpec(
    filters=(
        Filter("kind", "类型", "choice", choices=lambda given: [(kind.value, kind.label) for kind in MessageKind]),
        Filter("state", "状态", "choice", choices=lambda given: [(state.value, state.label) for state in UNSENT]),
        Filter("number", "工单编号", lookup="case__number__startswith"),
    ),
    sorts=(Sort("made", "新的在前", "made_at", descending=True), Sort("oldest", "旧的在前", "made_at")),
)


@require_safe
@post_required(*KEEPERS)
def texts(request: HttpRequest) -> HttpResponse:
    """List the text messages that were given up or held, the latest first."""
    listing = MESSAGES.read(request.GET)
    page = listing.page(_with_names(unsent()), count_up_to=10_000)
    return render(request, "notices/texts.html", {"listing": listing, "page": page})


@require_POST
@post_required(*KEEPERS)
def again(request: HttpRequest) -> HttpResponse:
    """Put those that are ticked back among those that wait."""
    chosen = [pk for pk in (_id(typed) for typed in request.POST.getlist("messages")) if pk]
    count = send_again(chosen, actor=actor_in(request), at=times.now()) if chosen else 0
    if count:
        messages.success(request, f"{count} 条短信已重新排队，夜间静默时段过后发出")
    else:
        messages.error(request, "没有选择短信，或所选短信已经重新排队")
    return redirect("notices:texts")


def _with_names(rows: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    return rows.select_related("case", "user", "unit")


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
