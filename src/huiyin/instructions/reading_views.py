"""The leader's page, made for a phone: read it, tap a phrase, tap 批示; and the sheet on paper with its code to scan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Assignment
from huiyin.cases.petitioners import masked_contact_of
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local
from huiyin.instructions import queries
from huiyin.instructions.places import INSTRUCTIONS
from huiyin.instructions.sheet import sheet_of
from huiyin.instructions.shown import Shown, shown, shown_all
from huiyin.instructions.who import PRESENTERS, READERS, is_leader, presents_for
from huiyin.moves.form import KEY, SEEN, new_key
from huiyin.moves.papers import give_paper
from huiyin.moves.taking import status_of, take
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required

QUICK = ("instruct", "read")
"""Moves that the page takes with one button; passing it on has a form of its own."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*READERS, on_own_line=True)
def read(request: HttpRequest, number: int) -> HttpResponse:
    """Let the leader read what lies before him, and write on it."""
    actor = actor_in(request)
    rows = queries.visible_to(actor).select_related("ledger", "matter__made_by", "leader", "centre")
    row = get_object_or_404(rows, number=number)
    if not queries.waiting_for_leader(actor).filter(pk=row.pk).exists():
        # Whoever comes back to it after it was written sees what became of it.
        return redirect("instructions:one", number)
    if request.method != "POST":
        return _reading(request, row)
    action = request.POST.get("do", "")
    if action not in QUICK:
        return _reading(request, row, ["请点“批示”或“圈阅”"], 422)
    asking = INSTRUCTIONS.asking_own(row, action, actor, times.now())
    said = _said(request) if action == "instruct" else {}
    try:
        take(asking, said, seen=_seen(request), key=request.POST.get(KEY, "")[:64])
    except Refused as refused:
        return _reading(request, row, [*refused.reasons, *refused.fields.values()], status_of(refused))
    rules = book_named(row.book).instructions
    messages.success(request, f"“{asking.move.button}”已办妥，{rules.recall_minutes}分钟内可撤回")
    following = queries.waiting_for_leader(actor).first()
    return redirect("instructions:read", following.number) if following else redirect("instructions:one", number)


def _said(request: HttpRequest) -> dict[str, Any]:
    """A phrase that was tapped and words that were typed or dictated stand one after the other."""
    parts = [request.POST.get("phrase", "").strip(), request.POST.get("words", "").strip()]
    return {
        "words": "\n".join(part for part in parts if part), "kind": request.POST.get("kind", ""),
        "units": request.POST.getlist("units"), "due": request.POST.get("due", ""),
    }  # fmt: skip


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get(SEEN, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _reading(request: HttpRequest, row: Any, reasons: list[str] | None = None, status: int = 200) -> HttpResponse:
    actor, rules = actor_in(request), book_named(row.book).instructions
    waiting = queries.waiting_for_leader(actor)
    context = {
        "shown": shown(row, actor), "row": row, "cases": case_lines(shown(row, actor)),
        "papers": attachments_of("instruction_matter", row.matter_id), "phrases": rules.phrases, "kinds": rules.kinds,
        "reasons": reasons or [], "said": request.POST, "key": new_key(), "seen": row.ledger.event_count,
        "left": waiting.count(), "others": _written_by_others(row, actor), "recall_minutes": rules.recall_minutes,
        "pass_on": reverse("moves:move", args=["instruction", row.number, "pass_on"]), "is_leader": is_leader(actor),
        "instruct": reverse("moves:move", args=["instruction", row.number, "instruct"]),
    }  # fmt: skip
    return render(request, "instructions/read.html", context, status=status)


def _written_by_others(row: Any, actor: Any) -> list[Shown]:
    same = queries.visible_to(actor).filter(matter=row.matter_id).exclude(pk=row.pk).exclude(mark="")
    return shown_all(same.select_related("matter", "leader", "centre").order_by("number"), actor)


@never_cache
@require_safe
@post_required(*PRESENTERS, on_own_line=True)
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Give the sheet that is laid before the leader on paper. Its code opens the page on which the secretary enters it."""
    actor = actor_in(request)
    rows = queries.visible_to(actor).filter(presented_at__isnull=False)
    row = get_object_or_404(rows.select_related("matter__made_by", "leader", "centre"), number=number)
    if not presents_for(actor, row.centre_id):
        # A unit reads what it has a task of; the paper is the business of the leader's own office.
        raise Http404
    enter = request.build_absolute_uri(reverse("moves:move", args=["instruction", row.number, "enter"]))
    seen, secretary = shown(row, actor), "专线员" if row.centre_id else "秘书"
    paper = sheet_of(seen, case_lines(seen), enter, f"{local(times.now()):%Y-%m-%d %H:%M} {actor.name} 打印")
    return give_paper(
        request, paper, f"呈阅件 {row.matter.name}-{row.name}", heading="呈阅件", about=row.name,
        back=reverse("instructions:one", args=[row.number]), code_words="录入本件签批",
        hint=f"A4 纸打印。领导签批后，{secretary}扫右上角的码，拍照、录入。", subject=("instruction", row.pk),
    )  # fmt: skip


def case_lines(seen: Shown) -> list[dict[str, Any]]:
    """Return the cases as a leader reads them: what it is about, where it stands, who handles it; the person masked."""
    shares = Assignment.objects.filter(case__in=seen.cases, state__in=sorted(OPEN_ASSIGNMENT)).select_related("unit")
    units: dict[Any, list[str]] = {}
    for share in shares.order_by("dispatched_at", "id"):
        units.setdefault(share.case_id, []).append(share.unit.short_name)
    return [
        {
            "case": case, "units": "、".join(units.get(case.pk, [])),
            "contact": masked_contact_of(case.petitioner) if case.petitioner else None,
            "channel": _channel(case), "state": CASE.label_of(case.state),
        }
        for case in seen.cases
    ]  # fmt: skip


def _channel(case: Any) -> str:
    try:
        return book_named(case.book).channel(case.channel).label
    except Unknown:
        return str(case.channel)
