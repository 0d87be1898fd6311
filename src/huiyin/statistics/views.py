"""The page 办理情况统计, and the list of cases behind each of its figures."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiyin.cases.queries import SEES_LINES
from huiyin.measures.figures import Figure, figure
from huiyin.measures.registry import Registry, UnknownMeasure
from huiyin.measures.scope import Scope
from huiyin.statistics import page
from huiyin.statistics.choices import choices
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.lines import case_line
from huiyin.statistics.lines_page import name_of_line, own_lines
from huiyin.statistics.period import asked_in
from huiyin.statistics.viewing import ELSEWHERE, READERS, as_seen_by, cases_behind, listed_at, within_sight
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import ListSpec

BEHIND = ListSpec(
    filters=(),
    sorts=(Sort("received", "新来的在前", "received_at", descending=True), Sort("oldest", "先来的在前", "received_at")),
    other_keys=frozenset(
        {
            "since",
            "until",
            "last",
            "unit_path",
            "category",
            "territory",
            "kind",
            "family",
            "channel",
            "tag",
            "at",
            "centre",
        }
    ),
)


@require_safe
@post_required(*READERS)
def figures(request: HttpRequest) -> HttpResponse:
    """Show all counters and rates of a period that the viewer may see."""
    actor, asked = actor_in(request), asked_in(request.GET)
    scope = within_sight(actor, asked.scope)
    context = {
        "sheet": page.sheet(actor, scope),
        "scope": scope,
        "line": name_of_line(scope),
        "last": asked.last,
        "problem": asked.problem,
        "choices": choices(actor, scope),
    }
    return render(request, "statistics/figures.html", context)


@require_safe
@post_required(*SEES_LINES, on_own_line=True)
def lines(request: HttpRequest) -> HttpResponse:
    """Show how units do on their own lines: to the city all of them, to a unit its own."""
    actor, asked = actor_in(request), asked_in(request.GET)
    scope = asked.scope.narrowed(unit_path="", centre="")
    context = {"lines": own_lines(actor, scope), "scope": scope, "last": asked.last, "problem": asked.problem}
    return render(request, "statistics/lines.html", context)


@require_safe
@post_required(*READERS)
def cases(request: HttpRequest, name: str) -> HttpResponse:
    """Show the cases behind one figure: the very rows that it counts."""
    actor, asked = actor_in(request), asked_in(request.GET)
    scope = within_sight(actor, asked.scope)
    if elsewhere := listed_at(registry_for(scope.book), name, scope):
        return redirect(elsewhere)
    counted = _figure(as_seen_by(actor, registry_for(scope.book), scope), name, scope)
    listing = BEHIND.read(request.GET)
    rows = cases_behind(counted.rows).select_related("lead_unit")
    found = listing.page(rows, count_up_to=100_000)
    context = {
        "figure": page.line(counted, scope),
        "back": urlencode(scope.to_query()),
        "page": found,
        "line_name": name_of_line(scope),
        "lines": [case_line(case, actor) for case in found.rows],
        "scope": scope,
        "last": asked.last,
        "problem": asked.problem,
    }
    return render(request, "statistics/cases.html", context)


def _figure(registry: Registry, name: str, scope: Scope) -> Figure:
    if name in ELSEWHERE:
        raise Http404
    try:
        return figure(registry, name, scope)
    except UnknownMeasure:
        raise Http404 from None
