"""The page of a paper, and of each of its figures: what it means, what it is made of, its cases."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.briefs.act import BRIEF_DOOR, brief_facts, explain
from huiyin.briefs.checked import found_in
from huiyin.briefs.composing.document import document_of
from huiyin.briefs.composing.topics import TOPIC
from huiyin.briefs.counting import unpacked
from huiyin.briefs.keys import OUTSIDE
from huiyin.briefs.models import Brief, BriefEntry, BriefFigure, BriefMatter, BriefNote
from huiyin.briefs.places import BRIEFS
from huiyin.briefs.queries import is_of_office, visible_to
from huiyin.briefs.shown import cases_told, parts_of
from huiyin.briefs.states import IN_THE_MAKING, ISSUED, BriefState
from huiyin.briefs.who import PAGE_READERS
from huiyin.cases.queries import readable_by
from huiyin.documents import lacking_fonts
from huiyin.documents.content import CaseText
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.insight.queries import stories_visible_to
from huiyin.instructions.models import Instruction
from huiyin.instructions.queries import visible_to as instructions_visible_to
from huiyin.instructions.who import PRESENTERS
from huiyin.moves.form import new_key
from huiyin.registers.models import Entry
from huiyin.registers.queries import register_of
from huiyin.registers.queries import visible_to as entries_visible_to
from huiyin.statistics.lines import case_line
from huiyin.statistics.viewing import READERS as STATISTICS_READERS
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import ListSpec

BEHIND = ListSpec(
    filters=(),
    sorts=(Sort("received", "新来的在前", "received_at", descending=True),),
    other_keys=frozenset({"key"}),
    page_size=30,
)


def brief_or_404(actor: Actor, number: int) -> Brief:
    """Return the paper that an address names. Raises Http404 for a stranger to it."""
    rows = visible_to(actor).select_related(
        "ledger", "signed", "written_by", "reviewed_by", "approved_by", "signed_by", "corrects", "begun_from"
    )
    return get_object_or_404(rows, number=number)


@require_safe
@post_required(*PAGE_READERS)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show a paper, with its buttons; to the office also what the check says, remarks and who has read it."""
    actor, now = actor_in(request), times.now()
    brief = brief_or_404(actor, number)
    facts = brief_facts(brief, brief.ledger, now)
    moves = BRIEFS.offered(brief, facts, actor)
    document, office = document_of(brief), is_of_office(actor, brief)
    context = {
        "brief": brief, "rule": brief.rules, "head": document.head, "office": office,
        "parts": parts_of(brief, document, _readable(actor, cases_told(document))),
        "buttons": [(move.button, reverse("moves:move", args=["brief", number, move.action])) for move in moves],
        "may_edit": brief.state == BriefState.DRAFT and BRIEF_DOOR.table.of("amend").who(actor, facts),
        "is_open": brief.state in IN_THE_MAKING, "corrected_by": Brief.objects.filter(corrects=brief).first(),
        "may_correct": brief.state in ISSUED and actor.holds(*brief.rules.drafted_by) and not facts.is_corrected,
        "may_present": brief.state in ISSUED and actor.holds(*PRESENTERS),
        "instructions": _instructions(actor, brief), "entered": _entered(actor, brief),
        **(_for_office(actor, brief, facts) if office else {}),
    }  # fmt: skip
    return render(request, "briefs/paper.html", context)


def _for_office(actor: Actor, brief: Brief, facts: Any) -> dict[str, Any]:
    """Return what only those see through whose hands the paper goes."""
    is_open = brief.state in IN_THE_MAKING
    guards = BRIEF_DOOR.table.of("submit").only_when if brief.state == BriefState.DRAFT else ()
    readers = list(brief.readers.select_related("user", "unit", "read_by").order_by("post", "unit__path"))
    return {
        "found": found_in(brief) if is_open else [], "kept_findings": brief.signed.findings if brief.signed_at else [],
        "obstacles": [reason for guard in guards if (reason := guard(facts, {}, None))],
        "remarks": brief.notes.filter(kind=BriefNote.Kind.REMARK).select_related("by").order_by("-at"),
        "may_explain": is_open and actor.holds(*brief.rules.drafted_by), "key": new_key(),
        "readers": readers, "have_read": sum(one.read_at is not None for one in readers),
        "lacking_fonts": lacking_fonts() if is_open else (),
    }  # fmt: skip


def _readable(actor: Actor, told: list[CaseText]) -> frozenset[str]:
    """Return the numbers of the told cases and the ids of the told stories that the viewer may open."""
    numbers, ids = [one.number for one in told], [one.story for one in told if one.story]
    cases = readable_by(actor).filter(number__in=numbers).values_list("number", flat=True) if numbers else ()
    stories = stories_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True) if ids else ()
    return frozenset([*cases, *map(str, stories)])


def _instructions(actor: Actor, brief: Brief) -> list[Instruction]:
    matters = BriefMatter.objects.filter(brief=brief).values("matter")
    rows = instructions_visible_to(actor).filter(matter__in=matters)
    return list(rows.select_related("leader", "matter").order_by("number"))


def _entered(actor: Actor, brief: Brief) -> tuple[str, Entry] | None:
    """Return the entry of a register that the paper became, with the register's name, for those who may read it there."""
    if brief.rules.enters is None or not brief.signed_at:
        return None
    entry = entries_visible_to(actor).filter(pk__in=BriefEntry.objects.filter(brief=brief).values("entry")).first()
    return (register_of(entry).label, entry) if entry else None


@require_safe
@post_required(*PAGE_READERS)
def figure(request: HttpRequest, number: int) -> HttpResponse:
    """Show one figure of a paper as it was counted: definition, parts, and those of its cases that the viewer may see."""
    actor = actor_in(request)
    brief = brief_or_404(actor, number)
    found = get_object_or_404(BriefFigure, brief=brief, key=request.GET.get("key", "")[:200])
    kept = unpacked(found.cases)
    context: dict[str, Any] = {
        "brief": brief, "figure": found, "count": None if kept is None else len(kept), "is_outside": bool(found.source),
        "today": _today(actor, found), "parts": found.parts,
    }  # fmt: skip
    if kept:
        listing = BEHIND.read(request.GET)
        page = listing.page(readable_by(actor).filter(pk__in=kept).select_related("lead_unit"), count_up_to=10_000)
        context |= {"page": page, "lines": [case_line(case, actor) for case in page.rows]}
    return render(request, "briefs/figure.html", context)


def _today(actor: Actor, found: BriefFigure) -> str:
    """Return the address of the same list as it is today, for those who may open it."""
    if found.key.startswith(OUTSIDE) or not found.measure or not actor.holds(*STATISTICS_READERS):
        return ""
    if found.cases is None or found.measure == TOPIC:
        return ""
    return f"{reverse('statistics:cases', args=[found.measure])}?{urlencode(found.scope)}"


@require_POST
@post_required(*PAGE_READERS)
def explain_finding(request: HttpRequest, number: int) -> HttpResponse:
    """Keep why a finding of the check stands."""
    actor = actor_in(request)
    brief = brief_or_404(actor, number)
    if not is_of_office(actor, brief):
        raise Http404
    said = {"finding": request.POST.get("finding", ""), "text": request.POST.get("text", "")}
    try:
        explain(brief, said, actor=actor, at=times.now(), key=request.POST.get("move_key", "")[:64])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "说明已保存，随签发稿存档")
    return redirect(f"{reverse('briefs:paper', args=[number])}#check")
