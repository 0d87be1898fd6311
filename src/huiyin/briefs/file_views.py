"""A paper as a file: PDF to be printed, DOCX to be edited in WPS, and what comes back from there."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.briefs.act import amend
from huiyin.briefs.composing.circular import document_of_circular
from huiyin.briefs.composing.document import document_of, draft_of
from huiyin.briefs.composing.returning import entries_back
from huiyin.briefs.editing_views import draft_or_404
from huiyin.briefs.models import Brief
from huiyin.briefs.paper_views import brief_or_404
from huiyin.briefs.source import read_back
from huiyin.briefs.who import PAGE_READERS
from huiyin.documents import read_docx
from huiyin.documents.charts import svg_of
from huiyin.documents.content import Chart
from huiyin.documents.readback import Unreadable
from huiyin.escalation.queries import circulars_visible_to
from huiyin.escalation.who import PAGE_READERS as CIRCULAR_READERS
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.moves.papers import write_down_file
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.papers import FILES, docx_response, pdf_response

MOST_BYTES = 20_000_000


@require_safe
@post_required(*PAGE_READERS)
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Give the paper as PDF."""
    brief = brief_or_404(actor_in(request), number)
    write_down_file(request, _name(brief), "pdf", subject=("brief", brief.pk))
    return pdf_response(document_of(brief), _name(brief))


@require_safe
@post_required(*CIRCULAR_READERS)
def circular_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Give a circular of the ladder in the official layout, as PDF or with `?as=docx` as DOCX, to those who may read it there."""
    rows = circulars_visible_to(actor_in(request)).select_related("owner")
    found = get_object_or_404(rows, number=number)
    form, name = "docx" if request.GET.get("as") == "docx" else "pdf", f"{found.title} {found.name}"
    write_down_file(request, name, form, subject=("circular", found.pk))
    return FILES[form](document_of_circular(found), name)


@require_safe
@post_required(*PAGE_READERS)
def docx(request: HttpRequest, number: int) -> HttpResponse:
    """Give the paper as DOCX."""
    brief = brief_or_404(actor_in(request), number)
    write_down_file(request, _name(brief), "docx", subject=("brief", brief.pk))
    return docx_response(document_of(brief), _name(brief))


@require_safe
@post_required(*PAGE_READERS)
def chart(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Give the drawing of a chart: a picture of its own, so that no markup has to be declared safe."""
    brief = brief_or_404(actor_in(request), number)
    blocks = document_of(brief).blocks
    block = blocks[place - 1] if 0 < place <= len(blocks) else None
    if not isinstance(block, Chart):
        raise Http404
    return HttpResponse(svg_of(block), content_type="image/svg+xml")


def _name(brief: Brief) -> str:
    return f"{brief.title} {brief.name}"


@dataclass(frozen=True)
class Back:
    """One thing that the editor has to know of a file that came back."""

    tint: str
    word: str
    says: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def docx_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a DOCX that was edited elsewhere: its words, with every loosened figure named."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    context: dict[str, Any] = {"brief": brief}
    if request.method != "POST":
        return render(request, "briefs/docx_back.html", context)
    upload = request.FILES.get("file")
    try:
        if upload is None or (upload.size or 0) > MOST_BYTES:
            raise Refused(["请选择一个 DOCX 文件，不超过 20 MB"])
        read = read_docx(upload.read(), draft_of(brief))
        entries = entries_back(read.blocks, read_back(brief.source), draft_of(brief).blocks, _keys(brief))
        amend(brief, entries, actor=actor, at=times.now(), key=request.POST.get("move_key", "")[:64])
    except (Unreadable, Refused) as problem:
        return render(request, "briefs/docx_back.html", {**context, "problem": str(problem)}, status=422)
    loosened = [Back("late", "数字", one.says) for one in read.loosened]
    notes = [Back("info", "提示", one) for one in read.notes]
    if not loosened and not notes:
        messages.success(request, "已收回，所有数字仍然绑定")
        return redirect("briefs:edit", number)
    return render(request, "briefs/docx_back.html", {**context, "told": [*loosened, *notes], "loosened": len(loosened)})


def _keys(brief: Brief) -> frozenset[str]:
    return frozenset(brief.figures.values_list("key", flat=True))
