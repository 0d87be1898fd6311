"""The page of notices (消息): what is for me and my posts, and marking it as read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.places import page_of
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.notices import queries
from huiyin.notices.act import read
from huiyin.notices.kinds import NoticeKind
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
    rows = queries.visible_to(actor_in(request)).select_related("case", "read_by")
    page = listing.page(rows, count_up_to=10_000)
    return render(request, "notices/list.html", {"listing": listing, "page": page, "kinds": dict(_kinds())})


@require_POST
@signed_in
def mark(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read and go to its case, or stay on the list."""
    actor = actor_in(request)
    seen = queries.visible_to(actor).filter(pk=notice_id)
    case = get_object_or_404(seen.select_related("case")).case
    read(seen, actor=actor, at=times.now())
    if "open" in request.POST and case and cases_visible_to(actor).filter(pk=case.pk).exists():
        return redirect(page_of(case))
    return redirect("notices:list")


@require_POST
@signed_in
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that the viewer had before."""
    actor = actor_in(request)
    read(queries.unread(actor), actor=actor, at=times.now())
    return redirect("notices:list")


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in NoticeKind]
