"""The pages of warnings, and of what units prepare for the seasons."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.scoped import start_of
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.insight.models import Alert, Preparation
from huiyin.insight.places import ALERTS, PREPARATIONS
from huiyin.insight.queries import alerts_visible_to, countable, preparations_visible_to
from huiyin.insight.rules import book_on
from huiyin.insight.shown import alert_line, preparation_line
from huiyin.insight.states import AlertState, PreparationState
from huiyin.insight.watching import codes_of
from huiyin.insight.who import READERS
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

MOST_CASES = 100

SPEC = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in AlertState]),
        Filter(
            "kind",
            "种类",
            "choice",
            choices=lambda book: [(one.code, one.label) for one in book.insight.warnings.kinds],
        ),
        Filter("own", "只看单位预警", "flag", narrow=lambda rows, value: rows.filter(unit__isnull=False)),
    ),
    sorts=(Sort("new", "新发现的在前", "found_at", descending=True),),
)

PREPARATION_SPEC = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in PreparationState]),
        Filter("season", "季节", "choice", choices=lambda book: [(one.code, one.label) for one in book.seasons]),
    ),
    sorts=(Sort("new", "新布置的在前", "asked_at", descending=True),),
)


@require_safe
@post_required(*READERS)
def alerts(request: HttpRequest) -> HttpResponse:
    """List the warnings that the viewer sees."""
    book = book_on(local_day(times.now()))
    listing = SPEC.read(request.GET, book)
    page = listing.page(alerts_visible_to(actor_in(request)).select_related("unit"), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": [alert_line(row) for row in page.rows], "kinds": book.insight.warnings.kinds,
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
    return render(
        request, "insight/alert.html", {"line": alert_line(row), "row": row, "buttons": buttons, **_behind(row, actor)}
    )


def _behind(row: Alert, actor: Any) -> dict[str, Any]:
    where = Q(lead_path__startswith=row.unit.path) if row.unit else Q(territory=row.territory)
    rows = cases_visible_to(actor).filter(
        where, category__in=codes_of(book_named(row.book), row.category), received_at__gte=start_of(row.since),
        received_at__lt=start_of(row.until + timedelta(days=1)), pk__in=countable().values("pk"),
    )  # fmt: skip
    return {"cases": rows.order_by("-received_at", "-pk")[:MOST_CASES], "most": MOST_CASES}


@require_safe
@post_required(*READERS)
def preparations(request: HttpRequest) -> HttpResponse:
    """List what units were asked to prepare, and what they answered."""
    book = book_on(local_day(times.now()))
    listing = PREPARATION_SPEC.read(request.GET, book)
    rows = preparations_visible_to(actor_in(request))
    page = listing.page(rows.select_related("unit"), count_up_to=10_000)
    waiting = rows.exclude(state=PreparationState.DONE).count()
    context = {
        "listing": listing, "page": page, "lines": [preparation_line(row) for row in page.rows], "waiting": waiting,
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
