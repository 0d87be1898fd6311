"""The page of notices (消息): what is for me and my posts, and marking it as read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.notices import queries
from huiyin.notices.act import read
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.leading import lines_of
from huiyin.ui.doors import actor_in, signed_in
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

NOTICES = ListSpec(
    filters=(
        Filter("kind", "类型", "choice", choices=lambda given: [(kind.value, kind.label) for kind in NoticeKind]),
        Filter("unread", "只看未读", "flag", narrow=lambda rows, value: rows.filter(read_at__isnull=True)),
        Filter("urgent", "只看急件", "flag"),
        Filter("number", "工单编号", lookup="case__number__startswith"),
    ),
    sorts=(Sort("at", "按时间", "at", descending=True),),
)


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices to the viewer and to the posts that the viewer holds, the latest first."""
    listing = NOTICES.read(request.GET)
    actor = actor_in(request)
    page = listing.page(queries.visible_to(actor).select_related("read_by"), count_up_to=10_000)
    return render(request, "notices/list.html", {"listing": listing, "page": page, "lines": lines_of(page.rows, actor)})


@require_POST
@signed_in
def mark(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read and go to what it tells of, where the reader may open it; else stay on the list."""
    actor = actor_in(request)
    seen = queries.visible_to(actor).filter(pk=notice_id)
    ((notice, opening),) = lines_of([get_object_or_404(seen)], actor)
    read(seen.filter(pk=notice.pk), actor=actor, at=times.now())
    return redirect(opening.address if opening and "open" in request.POST else "notices:list")


@require_POST
@signed_in
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that the viewer had before."""
    actor = actor_in(request)
    read(queries.unread(actor), actor=actor, at=times.now())
    return redirect("notices:list")
