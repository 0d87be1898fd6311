"""The page of the ladder: what is proposed today, what is open; one step, the rules, the problems, the part of a case."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Case
from huiyin.cases.queries import readable_by
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.clocks.models import Clock
from huiyin.escalation import asks
from huiyin.escalation.act import propose
from huiyin.escalation.deciding_views import deciding_form
from huiyin.escalation.forms import book_now, form_to_make, known_from, numbers_of, sent_form, to
from huiyin.escalation.ladder import ahead, in_their_hands
from huiyin.escalation.measures import DECIDED
from huiyin.escalation.models import ProblemFound, StepTaken
from huiyin.escalation.places import STEPS
from huiyin.escalation.problems import problems_visible_to
from huiyin.escalation.queries import (
    centres_of,
    corrections_to_accept,
    handovers_to_take_up,
    handovers_visible_to,
    own_unit_with_below,
    steps_visible_to,
    units_below,
    waiting_for,
)
from huiyin.escalation.states import COUNTED_STEP, OPEN_STEP, HandoverState, StepState
from huiyin.escalation.things import behind_steps
from huiyin.escalation.who import KEEPERS, PAGE_READERS, READERS, SEES_HANDOVERS, deciders_in_words
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.rulebook.escalation import CARDS, Rung
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.lines import case_line
from huiyin.supervision.models import Order
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit
from huiyin.units.queries import within

SHOWN, OPEN, DECIDE, ALL = "cards", "open", "decide", "all"
TABS = ((DECIDE, "待决定"), (OPEN, "已下达未办结"), (SHOWN, "亮牌"), (ALL, "全部"))


def _on_days(since: bool) -> Any:
    name = "reached_at__date__gte" if since else "reached_at__date__lte"
    return lambda rows, day: rows.filter(**{name: day})


LIST = ListSpec(
    filters=(
        Filter("rung", "级别", "choice", choices=lambda book: [(rung.value, rung.label) for rung in Rung]),
        Filter("state", "状态", "choice", choices=lambda book: [(s.value, s.label) for s in StepState]),
        Filter("unit", "单位", "choice", choices=lambda units: units,
               narrow=lambda rows, path: rows.filter(unit_path__startswith=path)),
        Filter("since", "自", "day", narrow=_on_days(True)),
        Filter("last", "至", "day", narrow=_on_days(False)),
    ),
    sorts=(
        Sort("weight", "重的在前", "weight", descending=True),
        Sort("new", "新的在前", "reached_at", descending=True),
    ),
    page_size=50,
)  # fmt: skip


@require_safe
@post_required(*READERS, on_own_line=True)
def index(request: HttpRequest) -> HttpResponse:
    """List the steps: what waits for a decision, sternest first; what was ordered and is open; the cards."""
    actor = actor_in(request)
    is_behind_a_figure = request.GET.get("counted") == "1"
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else ALL if is_behind_a_figure or request.GET.get("state") else DECIDE
    rows = _of_tab(steps_visible_to(actor), tab)
    rows = _counted(rows, request) if is_behind_a_figure else rows
    listing = LIST.read(request.GET, _units_of(actor))
    page = listing.page(rows.select_related("unit", "case"), count_up_to=10_000)
    counts = {key: _of_tab(steps_visible_to(actor), key).count() for key in (DECIDE, OPEN)}
    mine = set(waiting_for(actor).filter(pk__in=[row.pk for row in page.rows]).values_list("pk", flat=True))
    things = behind_steps(page.rows, actor)
    context = {
        "listing": listing, "page": page, "lines": [(row, row.pk in mine, things.get(row.pk)) for row in page.rows], "tab": tab,
        "tabs": [(key, label, counts.get(key), key == tab) for key, label in TABS], "may_propose": proposes(actor),
        "to_decide": tab == DECIDE, "today": local_day(times.now()), "deciding": deciding_form(request) if mine else None,
        "sees_handovers": actor.holds(*SEES_HANDOVERS) or actor.holds_on_own_line(*SEES_HANDOVERS),
        "to_accept": corrections_to_accept(actor).count(), "to_take_up": handovers_to_take_up(actor).count(),
    }  # fmt: skip
    return render(request, "escalation/index.html", context)


def _units_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the units by which the list can be narrowed: those of the first level, or the own ones and all below."""
    units = Unit.objects.filter(depth=1) if actor.holds(*READERS) else within(actor.unit_paths)
    return list(units.order_by("path").values_list("path", "name"))


def proposes(actor: Actor) -> bool:
    """Whether the actor may propose steps: for the city, or for the own line."""
    return actor.holds(*KEEPERS) or actor.holds_on_own_line(*KEEPERS)


def _of_tab(rows: QuerySet[StepTaken], tab: str) -> QuerySet[StepTaken]:
    cards = sorted(rung.value for rung in CARDS)
    if tab == DECIDE:
        return rows.filter(state=StepState.PROPOSED)
    if tab == OPEN:
        return rows.filter(state__in=sorted(OPEN_STEP - {StepState.PROPOSED}))
    return rows.filter(rung__in=cards) if tab == SHOWN else rows


def _counted(rows: QuerySet[StepTaken], request: HttpRequest) -> QuerySet[StepTaken]:
    """Return the rows behind a figure: without cards taken back; of the ordered ones those."""
    rows = rows.filter(state__in=sorted(COUNTED_STEP))
    return rows.filter(state__in=DECIDED) if request.GET.get("decided") == "1" else rows


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS, on_own_line=True)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a step by hand."""
    actor, known = actor_in(request), known_from(request, None)
    initial = {"unit": known["unit"], "case": known["cases"], "rung": request.GET.get("rung", "")}
    owner = None if actor.holds(*KEEPERS) else own_unit_with_below(actor)
    form = form_to_make(request, asks.PROPOSAL, initial, owner=owner)

    def made() -> HttpResponse:
        row = propose(form.said(), actor=actor, at=times.now(), city=settings.CITY, key=form.key)
        return to("escalation:step", row.number)

    context = {"title": "提请升级措施", "button": "提请", "back": reverse("escalation:index")}
    return sent_form(request, form, made, context, "已提请，待有权岗位决定")


@require_safe
@post_required(*PAGE_READERS)
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Show one step: why, on what evidence, what was decided, what came of it, and what may be done."""
    actor, now = actor_in(request), times.now()
    rows = steps_visible_to(actor).select_related("unit", "case", "ledger", "proposed_by", "decided_by")
    found = get_object_or_404(rows, number=number)
    moves = STEPS.offered(found, STEPS.facts(found, now), actor)
    rule = book_named(found.book).escalation.step(found.step)
    sees = cases_visible_to(actor)
    behind = sees.filter(pk__in=found.behind.values("case")).select_related("lead_unit").order_by("number")[:200]
    is_centre = actor.holds(*READERS) or found.centre_id in centres_of(actor)
    buttons = [(m.button, reverse("moves:move", args=["escalation", number, m.action])) for m in moves]
    context = {
        "step": found, "rule": rule, "buttons": buttons,
        "sees_case": bool(found.case_id and sees.filter(pk=found.case_id).exists()), "is_centre": is_centre,
        "orderers": deciders_in_words(book_named(found.book).escalation.orderers(found.rung), found.centre_id),
        "behind": [case_line(case, actor) for case in behind], "ways": _ways_on(found, actor),
        "thing": behind_steps([found], actor).get(found.pk),
        "circulars": found.circulars.order_by("number") if is_centre else (),
        "handovers": handovers_visible_to(actor).filter(follows=found).order_by("number"),
        "corrections": found.corrections.order_by("number"), "attachments": attachments_of("escalation", found.pk),
        "others": _others(found, actor), "today": local_day(now), "order": _order_of(found),
    }  # fmt: skip
    return render(request, "escalation/step.html", context)


def _order_of(found: StepTaken) -> Order | None:
    return Order.objects.filter(pk=found.supervised_by).first() if found.supervised_by else None


def _others(found: StepTaken, actor: Actor) -> QuerySet[StepTaken]:
    rows = steps_visible_to(actor).exclude(pk=found.pk).select_related("unit", "case")
    same = rows.filter(case=found.case_id) if found.case_id else rows.filter(unit=found.unit_id, case__isnull=True)
    return same.order_by("-reached_at", "-number")[:20]


WAYS = {
    Rung.ORDER: (("开督办单", "supervision:new"),),
    Rung.TALK: (("安排约谈", "supervision:new_meeting"),),
    Rung.CIRCULAR: (("起草通报", "escalation:circular_new"),),
    Rung.ACCOUNTABILITY: (("登记移送", "escalation:handover_new"),),
}
"""Where what was ordered is carried out: pages of this room and of the room of supervision, found by name."""


def _ways_on(found: StepTaken, actor: Actor) -> list[tuple[str, str]]:
    """Return the pages on which an ordered step is carried out, filled in with its cases and unit."""
    if found.state not in WITH_A_PERSON or not actor.holds_for(found.centre_id, *KEEPERS):
        return []
    # The room of supervision asks for `chosen` cases, and takes a unit to mean all that it has in hand.
    asked = {"step": found.number, "chosen": numbers_of(found)} | (
        {} if found.case_id else {"unit": found.unit_id or ""}
    )
    own = WAYS.get(found.kind, ()) if found.state == StepState.ORDERED else ()
    ways = _of_a_line(found, own, actor) if found.centre_id else [*own, ("下达整改", "escalation:correction_new")]
    return [(label, f"{address}?{urlencode(asked, doseq=True)}") for label, name in ways if (address := _address(name))]


def _of_a_line(found: StepTaken, ways: Sequence[tuple[str, str]], actor: Actor) -> list[tuple[str, str]]:
    """Return the ways that whoever keeps a line goes: corrections are the city's, a hand-over is proposed to it, once."""
    is_proposed = found.handovers.exclude(state__in=(HandoverState.DECLINED, HandoverState.DISCARDED)).exists()
    may_propose = found.centre_id in actor.own_centres and not is_proposed
    renamed = [("提请市热线移送", name) if name == HAND_OVER else (label, name) for label, name in ways]
    return [one for one in renamed if one[1] != HAND_OVER or may_propose]


HAND_OVER = "escalation:handover_new"
WITH_A_PERSON = (StepState.ORDERED, StepState.CARRIED_OUT)


def _address(name: str) -> str:
    # The room of supervision stands beside this one on its own storey, and may be absent.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_safe
@post_required(*PAGE_READERS)
def rules(request: HttpRequest) -> HttpResponse:
    """Show the ladder of the rulebook to everybody whom it concerns."""
    book = book_now()
    ladder = book.escalation
    urging = [point for point in book.urging if point.clock.value == "unit_reply"]
    by = {rung: "、".join(post.label for post in ladder.orderers(rung)) for rung in Rung}
    steps = sorted(ladder.steps, key=lambda one: (one.rung.weight, one.trigger))
    context = {
        "urging": urging, "problems": ladder.problems, "days": ladder.problem_days,
        "steps": [(one, by[one.rung], _problem_words(ladder, one)) for one in steps],
        "accountability": ladder.accountability, "correction": ladder.correction,
    }  # fmt: skip
    return render(request, "escalation/rules.html", context)


def _problem_words(ladder: Any, one: Any) -> str:
    found = ladder.problem(one.problem) if one.problem else None
    return f"{found.label}超过 {found.share * 100:.0f}%（至少 {found.least} 件）" if found else one.why


@require_safe
@post_required(*PAGE_READERS)
def problems(request: HttpRequest) -> HttpResponse:
    """Show how the units stand in the rulebook's problems this month, and how in the months before."""
    actor, now = actor_in(request), times.now()
    own = [] if actor.holds(*READERS) else units_below(actor)
    rows = problems_visible_to(actor, own)
    periods = list(rows.order_by("-period").values_list("period", flat=True).distinct()[:12])
    wanted = request.GET.get("period", "")
    period = wanted if wanted in periods else (periods[0] if periods else "")
    found = list(rows.filter(period=period).select_related("unit").order_by("unit__path"))
    ladder = book_for(settings.CITY, local_day(now)).escalation
    named = [problem for problem in ladder.problems if any(one.problem == problem.code for one in found)]
    units: dict[str, dict[str, Any]] = {}
    for one in found:
        line = units.setdefault(one.unit.path, {"unit": one.unit, "cells": {}, "over": 0})
        line["cells"][one.problem] = one
        line["over"] += one.over
    lines = sorted(units.items(), key=lambda item: (-item[1]["over"], item[0]))
    context = {
        "period": period, "periods": periods, "problems": named, "at": found[0].at if found else None,
        "lines": [(line["unit"], [_cell(problem, line["cells"].get(problem.code)) for problem in named], line["over"])
                  for _, line in lines],
        "only_own": not actor.holds(*READERS), "days": ladder.problem_days,
    }  # fmt: skip
    return render(request, "escalation/problems.html", context)


def _cell(problem: Any, one: ProblemFound | None) -> dict[str, Any]:
    if one is None or not one.of:
        return {"label": problem.label, "text": "—", "over": False, "address": ""}
    until = one.until.isoformat()
    address = f"{reverse('statistics:cases', args=[problem.measure])}?since={one.since}&until={until}&unit_path={one.unit.path}"
    address += f"&centre={one.centre_id}" if one.centre_id else ""
    return {"label": problem.label, "text": f"{one.bad}/{one.of}（{one.bad * 100 / one.of:.0f}%）", "over": one.over,
            "address": address if one.bad else ""}  # fmt: skip


@require_safe
@post_required(*PAGE_READERS)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was done about one case on the ladder, and what comes next: a part of the page of the case."""
    actor, now = actor_in(request), times.now()
    case: Case = get_object_or_404(readable_by(actor), number=number)
    steps = list(steps_visible_to(actor).filter(case=case).select_related("unit").order_by("-reached_at", "-number"))
    running = Clock.objects.running().filter(
        case_id=case.pk, kind__in=("unit_reply", "instruction"), paused_at__isnull=True
    )
    if not actor.holds(*READERS):
        running = running.filter(unit_id__in=list(within(actor.unit_paths).values_list("pk", flat=True)))
    following = sorted(ahead(in_their_hands(list(running))).values(), key=lambda one: one.at)
    if not actor.holds(*PAGE_READERS):
        raise Http404
    context = {
        "case": case, "steps": steps, "ahead": [(one, one.words(now)) for one in following],
        "may_propose": actor.holds_for(case.centre_id, *KEEPERS),
    }  # fmt: skip
    template = "escalation/of_case.html#steps" if request.headers.get("HX-Request") else "escalation/of_case.html"
    return render(request, template, context)
