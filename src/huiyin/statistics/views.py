"""The page 办理情况统计, and the list of rows behind each of its figures."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiyin.cases.queries import SEES_LINES
from huiyin.flow.times import ONE_DAY
from huiyin.measures.figures import Figure, figure
from huiyin.measures.registry import Registry, UnknownMeasure
from huiyin.measures.scope import Scope
from huiyin.statistics import page
from huiyin.statistics.apart import to_cross
from huiyin.statistics.asking import cell_in, cell_words
from huiyin.statistics.behind import behind
from huiyin.statistics.branches import THEN
from huiyin.statistics.choices import choices
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.crossing import narrowed_to
from huiyin.statistics.dimensions import named
from huiyin.statistics.lines_page import name_of_line, own_lines
from huiyin.statistics.period import asked_in
from huiyin.statistics.presets import presets
from huiyin.statistics.viewing import ELSEWHERE, READERS, as_seen_by, listed_at, within_sight
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
            "hour",
            "at",
            "centre",
            "cell",
            "tree",
        }
    ),
)


@require_safe
@post_required(*READERS)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the headline of a period, and its counters and rates group by group as they are asked for."""
    actor, asked = actor_in(request), asked_in(request.GET)
    scope, wanted = within_sight(actor, asked.scope), request.GET.get("group", "")
    if wanted and getattr(request, "htmx", False):
        return _one_group(request, scope, wanted)
    context = {
        "sheet": page.sheet(actor, scope, wanted),
        "scope": scope,
        "query": urlencode(scope.to_query()),
        "wanted": wanted,
        "line": name_of_line(scope),
        "last": asked.last,
        "problem": asked.problem,
        "choices": choices(actor, scope),
        "presets": presets(scope, to_cross(actor, registry_for(scope.book), scope)),
    }
    return render(request, "statistics/figures.html", context)


def _one_group(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    try:
        found = page.group(actor_in(request), scope, key)
    except LookupError:
        raise Http404 from None
    return render(request, "statistics/figures.html#lines", {"group": found, "is_rates": found.key == page.RATES})


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
    """Show what is behind one figure, or one cell of a table of figures: the very rows that it counts."""
    actor, asked = actor_in(request), asked_in(request.GET)
    scope = within_sight(actor, asked.scope)
    if elsewhere := listed_at(registry_for(scope.book), name, scope):
        return redirect(elsewhere)
    try:
        cell = cell_in(request.GET, scope)
    except ValueError:
        raise Http404 from None
    registry, within = narrowed_to(as_seen_by(actor, registry_for(scope.book), scope), scope, cell)
    counted, words = _figure(registry, name, within), cell_words(cell, request.GET.get("tree", THEN))
    context = {
        "figure": page.line(counted, scope, words),
        "cell": [(dimension.label, named(dimension, value)) for dimension, value in cell],
        "back": urlencode(scope.to_query()),
        "behind": behind(counted.rows, request.GET, BEHIND, actor),
        "line_name": name_of_line(scope),
        "scope": within,
        "last": within.until - ONE_DAY if within.until else None,
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
