"""The pages of warnings, and of what units prepare for the seasons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.listed import PARTS, days, part_of
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.insight import measures
from huiyin.insight.begun import ways
from huiyin.insight.models import Preparation
from huiyin.insight.places import ALERTS, PREPARATIONS
from huiyin.insight.queries import alerts_visible_to, preparations_visible_to, sees_all
from huiyin.insight.rules import book_on
from huiyin.insight.shown import alert_line, preparation_line
from huiyin.insight.states import AlertState, PreparationState
from huiyin.insight.watching import cases_behind
from huiyin.insight.who import READERS
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.navigation import opens
from huiyin.ui.pages import Filter, ListSpec

MOST_CASES = 100
OPENED_BY = {"supervision": "supervision:orders", "brief": "briefs:papers"}
"""By which entry of the navigation people come to what was begun because of a warning: others read only what it is called."""

SPEC = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in AlertState]),
        Filter(
            "kind",
            "种类",
            "choice",
            choices=lambda book: [(one.code, one.label) for one in book.insight.warnings.kinds],
        ),
        *days("发现自"),
        Filter("own", "只看单位预警", "flag", narrow=lambda rows, value: rows.filter(unit__isnull=False)),
    ),
    sorts=(Sort("new", "新发现的在前", "found_at", descending=True),),
    other_keys=PARTS,
)

PREPARATION_SPEC = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in PreparationState]),
        Filter("season", "季节", "choice", choices=lambda book: [(one.code, one.label) for one in book.seasons]),
        *days("布置自"),
    ),
    sorts=(Sort("new", "新布置的在前", "asked_at", descending=True),),
    other_keys=PARTS,
)


@require_safe
@post_required(*READERS)
def alerts(request: HttpRequest) -> HttpResponse:
    """List the warnings that the viewer sees."""
    today = local_day(times.now())
    book, part = book_on(today), part_of(request.GET, today)
    listing = SPEC.read(request.GET, book)
    rows = part.of(alerts_visible_to(actor_in(request)), measures.alerts)
    page = listing.page(rows.select_related("unit"), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [alert_line(row) for row in page.rows], "part": part,
        "kinds": book.insight.warnings.kinds,
    }  # fmt: skip
    return render(request, "insight/alerts.html", context)


@require_safe
@post_required(*READERS)
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Show one warning: what was found and expected, by which formula, the cases behind it, what became of it."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(alerts_visible_to(actor).select_related("ledger", "unit", "acknowledged_by"), pk=alert_id)
    buttons = [
        (move.button, reverse("moves:move", args=[ALERTS.kind, row.pk, move.action]))
        for move in ALERTS.offered(row, ALERTS.facts(row, now), actor)
    ]
    cases = list(cases_behind(row, actor).select_related("lead_unit").order_by("-received_at", "-pk")[:MOST_CASES])
    links = [(link, opens(actor, OPENED_BY[link.kind])) for link in row.links.order_by("at")]
    tasks = row.tasks.select_related("unit", "answered_by").order_by("unit__path")
    context = {
        "line": alert_line(row), "row": row, "buttons": buttons, "cases": cases, "most": MOST_CASES, "links": links,
        "ways": ways(row, cases, actor, now), "tasks": tasks, "tells_words": sees_all(actor) or row.unit is not None,
    }  # fmt: skip
    return render(request, "insight/alert.html", context)


@require_safe
@post_required(*READERS)
def preparations(request: HttpRequest) -> HttpResponse:
    """List what units were asked to prepare, and what they answered."""
    today = local_day(times.now())
    part = part_of(request.GET, today)
    listing = PREPARATION_SPEC.read(request.GET, book_on(today))
    rows = part.of(preparations_visible_to(actor_in(request)), measures.preparations)
    page = listing.page(rows.select_related("unit"), count_up_to=10_000)
    waiting = rows.exclude(state=PreparationState.DONE).count()
    context = {
        "listing": listing, "page": page, "lines": [preparation_line(row) for row in page.rows], "waiting": waiting,
        "part": part,
    }  # fmt: skip
    return render(request, "insight/preparations.html", context)


@require_safe
@post_required(*READERS)
def preparation(request: HttpRequest, preparation_id: UUID) -> HttpResponse:
    """Show what one unit was asked to prepare for a season, and its answer."""
    actor, now = actor_in(request), times.now()
    rows = preparations_visible_to(actor).select_related("ledger", "unit", "answered_by")
    row: Preparation = get_object_or_404(rows, pk=preparation_id)
    buttons = [
        (move.button, reverse("moves:move", args=[PREPARATIONS.kind, row.pk, move.action]))
        for move in PREPARATIONS.offered(row, PREPARATIONS.facts(row, now), actor)
    ]
    return render(request, "insight/preparation.html", {"line": preparation_line(row), "row": row, "buttons": buttons})
