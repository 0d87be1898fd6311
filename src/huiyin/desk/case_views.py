"""The page of one case, and what is done from it beside its moves: open an identity, call, bring papers, print."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.dialling import call_petitioner
from huiyin.cases.models import Assignment, Case
from huiyin.cases.petitioners import contact_of, masked_contact_of
from huiyin.cases.queries import (
    earlier_cases_of,
    is_centre_for,
    readable_by,
    sees_every_case,
    shares_visible_to,
)
from huiyin.cases.sight import hides_petitioner
from huiyin.cases.who import INTAKE_POSTS
from huiyin.desk.case_page import OTHER, PRIVATE, other, page_of, petitioner_part
from huiyin.desk.paper import case_sheet, dispatch_sheet
from huiyin.desk.timeline import openings_of
from huiyin.desk.viewed import Viewed, viewed
from huiyin.files.act import attach
from huiyin.files.limits import allowed_in_words
from huiyin.files.models import AttachmentKind
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.prepared import Prepared
from huiyin.moves.papers import give_paper
from huiyin.moves.place import place_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required, signed_in

UPLOADERS = (
    *INTAKE_POSTS, Post.REVIEWER, Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR, Post.CALLBACK_AGENT,
    Post.LEADER_SECRETARY, Post.DIRECTOR,
)  # fmt: skip
"""Posts of the centre that bring papers to a case."""

ONLY_CENTRE = frozenset({AttachmentKind.IDENTITY, AttachmentKind.RECORDING})
"""What tells who somebody is: kept where units never read it."""

LOG_LENGTH = 100


@never_cache
@require_safe
@signed_in
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case as far as the viewer sees it, with every move that is the viewer's to take."""
    return _page(request, _seen(request, number))


@never_cache
@require_POST
@signed_in
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open the petitioner's identity, this once, for a purpose that is written into the journal."""
    seen = _seen(request, number)
    if not seen.sight.may_reveal or seen.case.petitioner is None:
        raise Http404
    purpose = request.POST.get("purpose", "")
    if purpose not in {one.code for one in book_named(seen.case.book).reveal_purposes}:
        return _petitioner(request, seen, {"no_purpose": True}, status=422)
    note(
        "petitioner.reveal", "petitioner", seen.case.petitioner.pk, at=seen.at, head=seen.case, actor=seen.actor,
        said={"purpose": purpose, "where": "callback" if request.POST.get("from") == "callback" else "case"},
    )  # fmt: skip
    return _petitioner(request, seen, {"revealed": contact_of(seen.case.petitioner)})


@require_POST
@signed_in
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Ring the petitioner through the switchboard, then ask what came of it."""
    seen = _seen(request, number)
    if not seen.sight.may_call:
        raise Http404
    if not call_petitioner(seen.case, seen.actor, seen.at):
        messages.error(request, "诉求人没有留电话")
        return redirect("desk:case", number)
    messages.success(request, "正在通过平台接通诉求人，通话后请登记联系情况")
    return redirect(_where_to_note_the_call(seen))


def _where_to_note_the_call(seen: Viewed) -> str:
    offered = {move.action for move in place_of("case").offered(seen.case, seen.facts, seen.actor)}
    if "follow_up" in offered:
        return reverse("moves:move", args=["case", seen.case.number, "follow_up"])
    for share in seen.shares:
        moves = place_of("assignment").offered(share, seen.facts_of_share(share), seen.actor)
        if any(move.action == "first_contact" for move in moves):
            return reverse("moves:move", args=["assignment", share.pk, "first_contact"])
    return reverse("desk:case", args=[seen.case.number])


@require_POST
@post_required(*UPLOADERS, on_own_line=True)
def bring_to_case(request: HttpRequest, number: str) -> HttpResponse:
    """Attach papers to a case: for all who see it, or for the centre alone."""
    found = _case(request, number)
    if not actor_in(request).holds_for(found.centre_id, *UPLOADERS):
        raise Http404
    kind = request.POST.get("kind", "")
    is_private = bool(request.POST.get("private")) or kind in ONLY_CENTRE or hides_petitioner(found)
    _bring(request, found, PRIVATE if is_private else "case", found.pk, kind)
    return redirect(reverse("desk:case", args=[number]) + "#papers")


@require_POST
@signed_in
def bring_to_share(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Attach papers to a unit's share: only its own people do."""
    share = _share(request, share_id)
    if share.unit_id not in actor_in(request).unit_ids:
        raise Http404
    _bring(request, share.case, "assignment", share.pk, request.POST.get("kind", ""))
    return redirect(reverse("desk:case", args=[share.case.number]) + f"#share-{share.pk}")


def _bring(request: HttpRequest, case: Case, subject_kind: str, subject_id: UUID, kind: str) -> None:
    kind = kind if kind in AttachmentKind.values else AttachmentKind.OTHER
    for file in request.FILES.getlist("files"):
        try:
            attach(
                file, subject_kind=subject_kind, subject_id=subject_id, kind=kind, actor=actor_in(request),
                at=times.now(), case=case,
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, f"{file.name}：{'；'.join(refused.reasons)}")
        else:
            messages.success(request, f"已上传 {file.name}")


@never_cache
@require_safe
@signed_in
def paper(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Give the dispatch sheet (转办单) of a share, to be printed and signed: as a page, as PDF, as DOCX."""
    share = _share(request, share_id)
    seen = _seen(request, share.case.number)
    if not seen.sight.sees_share(share):
        raise Http404
    number = share.case.number
    return give_paper(
        request, dispatch_sheet(seen, share), f"转办单 {number} {share.unit.short_name}", heading="转办单", about=number,
        back=reverse("desk:case", args=[number]), hint="A4 纸打印。签字后扫描，在工单页“纸质签发”时上传。",
        subject=("assignment", share.pk),
    )  # fmt: skip


@never_cache
@require_safe
@signed_in
def case_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the whole case as a sheet (工单) for the file, as far as the viewer sees it: as a page, as PDF, as DOCX."""
    seen = _seen(request, number)
    return give_paper(
        request, case_sheet(seen), f"工单 {number}", heading="工单", about=number, back=reverse("desk:case", args=[number]),
        hint="A4 纸打印。诉求人信息按您能看到的程度打码。", subject=("case", seen.case.pk),
    )  # fmt: skip


@require_safe
@signed_in
def caller(request: HttpRequest, number: str) -> HttpResponse:
    """Show the petitioner's file: all cases of the same caller, and who opened the identity when and for what."""
    found = _case(request, number)
    actor = actor_in(request)
    if not is_centre_for(actor, found) or found.petitioner is None:
        raise Http404
    same_caller = readable_by(actor).filter(Q(pk=found.pk) | Q(pk__in=earlier_cases_of(found).order_by().values("pk")))
    rows = list(same_caller.order_by("-received_at").values(*OTHER)[:LOG_LENGTH])
    opened = openings_of({row["id"]: row["number"] for row in rows})
    context = {"case": found, "others": [other(row) for row in rows], "opened": opened}
    return render(request, "desk/caller.html", {**context, "contact": masked_contact_of(found.petitioner)})


def _page(request: HttpRequest, seen: Viewed, more: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    revealed = (more or {}).get("revealed")
    context = {
        **page_of(seen, revealed),
        **(more or {}),
        "kinds": AttachmentKind.choices,
        "allowed": allowed_in_words(),
    }
    context["may_bring"] = seen.actor.holds_for(seen.case.centre_id, *UPLOADERS)
    return render(request, "desk/case.html", context, status=status)


def _petitioner(request: HttpRequest, seen: Viewed, more: dict[str, Any], status: int = 200) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return _page(request, seen, more, status)
    context = {**petitioner_part(seen, more.get("revealed")), **more}
    return render(request, "desk/case.html#petitioner", context, status=status)


def _seen(request: HttpRequest, number: str) -> Viewed:
    return viewed(_case(request, number), actor_in(request), times.now())


WITH = ("petitioner", "accused_unit", "registered_by", "taken_by", "centre")
_any_case = Prepared(lambda number: Case.objects.filter(number=number).select_related(*WITH))


def _case(request: HttpRequest, number: str) -> Case:
    actor = actor_in(request)
    if not sees_every_case(actor):
        return get_object_or_404(readable_by(actor).select_related(*WITH), number=number)
    found = _any_case.first(number)
    if found is None or not (found.centre_id is None or is_centre_for(actor, found)):
        raise Http404
    return found


def _share(request: HttpRequest, share_id: UUID) -> Assignment:
    rows = shares_visible_to(actor_in(request)).select_related("case", "unit")
    return get_object_or_404(rows, pk=share_id)
