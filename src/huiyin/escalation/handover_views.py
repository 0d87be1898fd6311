"""The pages of hand-overs of responsibility: the list, one with its evidence, entering and amending, the sheet on paper."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Case
from huiyin.escalation import asks
from huiyin.escalation.act import amend_handover, open_handover, propose_handover
from huiyin.escalation.forms import book_now, form_to_make, known_from, sent_form, step_named, to
from huiyin.escalation.measures import HANDED
from huiyin.escalation.models import Handover, StepTaken
from huiyin.escalation.places import HANDOVERS, keep_papers
from huiyin.escalation.queries import handovers_visible_to, steps_visible_to
from huiyin.escalation.states import HandoverState
from huiyin.escalation.who import KEEPERS, SEES_HANDOVERS
from huiyin.files.act import prepare
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.journal.writing import writing
from huiyin.moves.form import SEEN
from huiyin.rulebook.section import pairs
from huiyin.rulebook.shelf import book as book_named
from huiyin.statistics.lines import case_line
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit

LIST = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in HandoverState]),
        Filter("body", "移送机关", "choice", choices=lambda given: given[0]),
        Filter("unit", "单位", "choice", choices=lambda given: given[1],
               narrow=lambda rows, path: rows.filter(unit__path__startswith=path)),
        Filter("since", "移送自", "day", narrow=lambda rows, day: rows.filter(handed_at__date__gte=day)),
        Filter("last", "至", "day", narrow=lambda rows, day: rows.filter(handed_at__date__lte=day)),
    ),
    sorts=(Sort("new", "新的在前", "written_at", descending=True),),
    page_size=30,
)  # fmt: skip


@require_safe
@post_required(*SEES_HANDOVERS, on_own_line=True)
def handovers(request: HttpRequest) -> HttpResponse:
    """List what was handed over, or is about to be; for a line what it proposed."""
    actor = actor_in(request)
    rows = handovers_visible_to(actor)
    if request.GET.get("out") == "1":
        rows = rows.filter(state__in=HANDED, centre__isnull=True)
    units = list(Unit.objects.filter(depth=1).order_by("path").values_list("path", "name"))
    listing = LIST.read(request.GET, (pairs(book_now().escalation.accountability.bodies), units))
    page = listing.page(rows.select_related("unit", "centre"), count_up_to=1000)
    lines = [(row, *_labels(row)) for row in page.rows]
    context = {
        "listing": listing, "page": page, "lines": lines, "may_open": actor.holds(*KEEPERS),
        "is_centre": actor.holds(*SEES_HANDOVERS),
    }  # fmt: skip
    return render(request, "escalation/handovers.html", context)


def _labels(row: Handover) -> tuple[str, str, str]:
    """Return the words for situation, body and outcome, by the book of the row."""
    law = book_named(row.book).escalation.accountability
    kinds = ((law.situations, row.situation), (law.bodies, row.body), (law.outcomes, row.outcome))
    situation, body, outcome = (next((o.label for o in many if o.code == code), code) for many, code in kinds)
    return situation, body, outcome


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS, on_own_line=True)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a matter of responsibility, filled in from the step of the ladder that ordered it.

    Who keeps a unit's line proposes it to the city, which alone hands over: the bodies that decide about people are the city's.
    """
    actor = actor_in(request)
    if not actor.holds(*KEEPERS):
        return _propose(request, actor)
    behind = step_named(request, actor)
    form = form_to_make(request, asks.HANDOVER, _filled(request, behind), files=True)

    def made() -> HttpResponse:
        files = [prepare(file) for file in form.uploaded]
        with writing():
            row = open_handover(
                form.said(), actor=actor, at=times.now(), city=settings.CITY, key=form.key, follows=behind
            )
            keep_papers("handover", row, files, actor, times.now())
        return to("escalation:handover", row.number)

    context = {
        "title": "登记问责移送",
        "button": "登记",
        "back": reverse("escalation:handovers"),
        "step": behind,
        "has_files": True,
    }
    return sent_form(request, form, made, context, "已登记，待有权岗位移送")


def _propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = ((line, step_named(request, actor, line)) for line in actor.own_centres)
    line, behind = next(((line, one) for line, one in found if one), (None, None))
    if line is None or behind is None:
        raise Http404
    owner = Unit.objects.get(pk=line)
    form = form_to_make(request, asks.HANDOVER, _filled(request, behind), owner=owner, files=True)

    def made() -> HttpResponse:
        files, now = [prepare(file) for file in form.uploaded], times.now()
        with writing():
            row = propose_handover(form.said(), actor=actor, at=now, city=settings.CITY, follows=behind, key=form.key)
            keep_papers("handover", row, files, actor, now)
        return to("escalation:handover", row.number)

    context = {
        "title": "提请市热线移送问责", "button": "提请", "back": reverse("escalation:step", args=[behind.number]),
        "step": behind, "has_files": True, "hint": "由市热线受理、移送有关机关；",
    }  # fmt: skip
    return sent_form(request, form, made, context, "已提请，待市热线受理")


def _filled(request: HttpRequest, behind: StepTaken | None) -> dict[str, Any]:
    known = known_from(request, behind)
    initial = {"unit": known["unit"], "cases": known["cases"]}
    if behind:
        initial["facts"] = f"{behind.unit.name if behind.unit else ''}{behind.why}。"
        code = behind.step.rpartition("_")[0]
        initial["situation"] = "no_feedback" if code == "reply" else ""
    return initial


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is not yet handed over."""
    actor = actor_in(request)
    found = _found(actor, number)
    if found.state != HandoverState.DRAFT:
        raise Http404
    initial = {
        "unit": str(found.unit_id), "situation": found.situation, "body": found.body, "responsible": found.responsible,
        "facts": found.facts, "cases": "，".join(found.evidence.values_list("case__number", flat=True)),
        SEEN: found.ledger.event_count,
    }  # fmt: skip
    form = form_to_make(request, asks.HANDOVER, initial)

    def made() -> HttpResponse:
        amend_handover(found, form.said(), actor=actor, at=times.now(), seen=form.seen, key=form.key)
        return to("escalation:handover", number)

    context = {"title": f"修改 {found.name}", "button": "保存", "back": reverse("escalation:handover", args=[number])}
    return sent_form(request, form, made, context, "已修改")


@require_safe
@post_required(*SEES_HANDOVERS, on_own_line=True)
def handover(request: HttpRequest, number: int) -> HttpResponse:
    """Show one hand-over with its evidence and what came of it."""
    actor = actor_in(request)
    found = _found(actor, number)
    facts = HANDOVERS.facts(found, times.now())
    moves = HANDOVERS.offered(found, facts, actor)
    context = {
        **_told(found, actor), "buttons": [(m.button, reverse("moves:move", args=["handover", number, m.action])) for m in moves],
        "may_amend": found.state == HandoverState.DRAFT and actor.holds(*KEEPERS),
        "lacks_evidence": found.state == HandoverState.DRAFT and not facts.evidence,
        "handers": "、".join(post.label for post in facts.handers),
    }  # fmt: skip
    return render(request, "escalation/handover.html", context)


@require_safe
@post_required(*SEES_HANDOVERS, on_own_line=True)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show the hand-over as a sheet to be printed."""
    found = _found(actor_in(request), number)
    return render(request, "escalation/handover_paper.html", _told(found, actor_in(request)))


def _told(found: Handover, actor: Actor) -> dict[str, Any]:
    situation, body, outcome = _labels(found)
    ids = list(found.evidence.order_by("ordinal").values_list("case_id", flat=True))
    cases = Case.objects.filter(pk__in=ids).select_related("lead_unit").order_by("number")
    steps = (
        StepTaken.objects.filter(case__in=ids).select_related("case").order_by("case__number", "reached_at", "number")
    )
    return {
        "handover": found, "situation": situation, "body": body, "outcome": outcome,
        "cases": [case_line(case, actor) for case in cases], "steps": steps,
        # What was taken on a unit's own line stands here as evidence; its page is the line's.
        "opens": set(steps_visible_to(actor).filter(Q(case__in=ids) | Q(pk=found.follows_id)).values_list("pk", flat=True)),
        "attachments": attachments_of("handover", found.pk),
    }  # fmt: skip


def _found(actor: Actor, number: int) -> Handover:
    rows = handovers_visible_to(actor).select_related("unit", "centre", "ledger", "written_by", "handed_by", "follows")
    return get_object_or_404(rows, number=number)
