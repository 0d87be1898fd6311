"""Incidents and cases: what belongs to one, what may belong, the bar for agents, and the part on the page of a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.incidents.act import MOST_AT_ONCE, gather, let_go
from huiyin.incidents.finding import incident_or_404, moment_asked, whole_incident_or_404
from huiyin.incidents.models import How, Incident
from huiyin.incidents.queries import cases_to_gather, fits, in_force, incidents_of, incidents_to_offer
from huiyin.incidents.sheet import NONE, cases_matching
from huiyin.incidents.states import RUNNING
from huiyin.incidents.topics import names_of
from huiyin.incidents.views import bar_of
from huiyin.incidents.who import AT_THE_COUNTER, GATHERERS, OPENERS, READERS, may_gather
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit

ASKED = ("unit", "territory", "category", "last", "open")
SPEC = ListSpec(
    filters=(
        Filter(
            "q", "编号、标题", narrow=lambda rows, text: rows.filter(title__contains=text) | rows.filter(number=text)
        ),
    ),
    sorts=(Sort("new", "新来的在前", "received_at", descending=True), Sort("old", "先来的在前", "received_at")),
    page_size=50,
)


@require_safe
@post_required(*OPENERS)
def cases(request: HttpRequest, number: int) -> HttpResponse:
    """List the cases that belong to an incident, or those of them that a figure of its sheet counts."""
    actor, now = actor_in(request), times.now()
    found = whole_incident_or_404(actor, number)
    asked = {key: request.GET[key] for key in ASKED if request.GET.get(key)}
    if not _is_readable(asked):
        raise Http404
    at = moment_asked(request, now)
    rows = cases_matching(found, asked, at) & cases_visible_to(actor)
    listing = SPEC.read(request.GET)
    page = listing.page(rows.select_related("lead_unit"), count_up_to=10_000)
    context = {
        "incident": found, "listing": listing, "page": page, "lines": [case_line(one) for one in page.rows],
        "narrowed": _told(found, asked), "may_gather": may_gather(actor), "asked": asked,
        "at": at if at < now else None,
    }  # fmt: skip
    return render(request, "incidents/cases.html", context)


@require_safe
@post_required(*GATHERERS)
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """List the cases of the topics and the area of an incident that do not belong to it yet, to be chosen."""
    actor = actor_in(request)
    found = whole_incident_or_404(actor, number)
    if found.state not in RUNNING:
        raise Http404
    listing = SPEC.read(request.GET)
    page = listing.page(cases_to_gather(found, actor).select_related("lead_unit"), count_up_to=10_000)
    context = {
        "incident": found, "listing": listing, "page": page, "lines": [case_line(one) for one in page.rows],
        "most": MOST_AT_ONCE,
    }  # fmt: skip
    return render(request, "incidents/offered.html", context)


@require_POST
@post_required(*GATHERERS)
def gather_chosen(request: HttpRequest, number: int) -> HttpResponse:
    """Gather the chosen cases, or those whose numbers were typed."""
    actor, now = actor_in(request), times.now()
    found = whole_incident_or_404(actor, number)
    typed = request.POST.get("numbers", "").replace("，", " ").replace("、", " ").replace(",", " ").split()
    try:
        ids = [*_ids(request.POST.getlist("chosen")), *_named(actor, typed)]
        if not ids:
            raise Refused(["请选择工单，或填写编号"])
        how = How.BY_HAND if typed else How.BATCH
        count = gather(found, ids, how=how, actor=actor, at=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("incidents:offered" if request.POST.get("chosen") else "incidents:cases", number)
    messages.success(request, f"已关联 {count} 件到 {found.name}")
    return redirect("incidents:cases", number)


@require_POST
@post_required(*GATHERERS)
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Let one case belong to an incident, or no longer, from the page of the case or from the receipt: one tap."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(cases_visible_to(actor), number=number)
    wanted = request.POST.get("incident", "")
    if not wanted.isdecimal() or len(wanted) > 8:
        raise Http404
    incident = incident_or_404(actor, int(wanted))
    try:
        if request.POST.get("leave"):
            let_go(incident, case, actor=actor, at=now)
        else:
            fit = incident in incidents_to_offer(case)
            gather(incident, [case.pk], how=How.OFFERED if fit else How.BY_HAND, actor=actor, at=now)
    except Refused as refused:
        messages.error(request, str(refused))
    if getattr(request, "htmx", False):
        return _part(request, case)
    return HttpResponseRedirect(_back(request, case))


@never_cache
@require_safe
@post_required(*READERS)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show to which incidents a case belongs, and offer those to which it may; a part of other pages."""
    return _part(request, get_object_or_404(cases_visible_to(actor_in(request)), number=number))


def _part(request: HttpRequest, case: Case) -> HttpResponse:
    actor = actor_in(request)
    mine, fitting = list(incidents_of(case.pk)), incidents_to_offer(case)
    known = {one.pk for one in (*mine, *fitting)}
    rest = [
        one for one in Incident.objects.filter(state__in=RUNNING).order_by("-began_at", "-id") if one.pk not in known
    ]
    context = {
        "case": case, "mine": mine, "fitting": fitting, "rest": rest, "may_gather": may_gather(actor),
        "is_nothing": not (mine or fitting or rest),
    }  # fmt: skip
    return render(request, "incidents/of_case.html", context)


@never_cache
@require_safe
@post_required(*OPENERS)
def bar(request: HttpRequest) -> HttpResponse:
    """Show the incidents in force in one line each; the page asks again every minute."""
    actor = actor_in(request)
    rows = in_force() if actor.holds(*READERS) else in_force().filter(tasks__unit__in=actor.unit_ids).distinct()
    return render(request, "incidents/bar.html", {"lines": [bar_of(one) for one in rows]})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["POST"])
@post_required(*AT_THE_COUNTER)
def counter(request: HttpRequest) -> HttpResponse:
    """Show what the agent answers from, beside the form: what fits the topic and place that are typed comes first."""
    category, territory = request.POST.get("category", ""), request.POST.get("territory", "")
    lines = [{**bar_of(one), "fits": bool(category) and fits(one, category, territory)} for one in in_force()]
    lines.sort(key=lambda line: not line["fits"])
    return render(request, "incidents/counter.html", {"lines": lines})


def case_line(case: Case) -> dict[str, Any]:
    """Return a case in one line."""
    topic = names_of([case.category], book_named(case.book))[0] if case.category else ""
    territory = next((t.label for t in book_named(case.book).territories if t.code == case.territory), "")
    return {"case": case, "topic": topic, "territory": territory, "state": CASE.label_of(case.state)}


def _told(incident: Incident, asked: dict[str, str]) -> str:
    """Say in words which of the cases are listed."""
    book, words = book_named(incident.book), []
    if unit := asked.get("unit"):
        words.append(
            "承办单位未定"
            if unit == NONE
            else Unit.objects.filter(pk=unit).values_list("name", flat=True).first() or ""
        )
    if territory := asked.get("territory"):
        words.append(
            "属地未定" if territory == NONE else next((t.label for t in book.territories if t.code == territory), "")
        )
    if category := asked.get("category"):
        words.append("分类未定" if category == NONE else names_of([category], book)[0])
    words += [label for key, label in (("last", "近 24 小时收到"), ("open", "未办结")) if asked.get(key)]
    return "，".join(word for word in words if word)


def _is_readable(asked: dict[str, str]) -> bool:
    try:
        return asked.get("unit", NONE) == NONE or bool(UUID(asked["unit"]))
    except ValueError:
        return False


def _ids(typed: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in typed[: MOST_AT_ONCE + 1]]
    except ValueError:
        raise Refused(["工单没有选对"]) from None


def _named(actor: Actor, numbers: list[str]) -> list[UUID]:
    found = dict(cases_visible_to(actor).filter(number__in=numbers[:MOST_AT_ONCE]).values_list("number", "pk"))
    if missing := [number for number in numbers if number not in found]:
        raise Refused([f"没有这个工单：{'、'.join(one[:24] for one in missing[:5])}"])
    return list(found.values())


def _back(request: HttpRequest, case: Case) -> str:
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else reverse("incidents:of_case", args=[case.number])
