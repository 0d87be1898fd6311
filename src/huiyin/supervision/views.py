"""The list of supervision orders, what a case's page shows of supervision, and what was sent back by unit and cause."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.models import Case
from huiyin.cases.queries import SEES_ALL, readable_by
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.scope import Scope
from huiyin.supervision import queries
from huiyin.supervision.lists import ORDERS, given_to
from huiyin.supervision.models import Check, Order
from huiyin.supervision.queries import (
    checks_visible_to,
    checks_waiting_for,
    lies_over,
    meetings_visible_to,
    meetings_waiting_for,
    orders_of_case,
    visible_to,
    waiting_for,
)
from huiyin.supervision.returns import named_returns, totals
from huiyin.supervision.shown import check_words, meeting_words, order_lines
from huiyin.supervision.states import OPEN_ORDER
from huiyin.supervision.who import READERS, is_supervising, may_send
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.queries import within

PERIOD = 30 * ONE_DAY
"""What was sent back is shown of so many days, where nobody says of which."""


def tabs_for(actor: Actor, here: str) -> list[tuple[str, str, int, bool]]:
    """Return the pages of this room as (word, address, what waits there, whether it is open)."""
    entries = [
        ("督办单", "supervision:orders", waiting_for(actor).count()),
        ("核实", "supervision:checks", checks_waiting_for(actor).count()),
        ("约谈和会议", "supervision:meetings", meetings_waiting_for(actor).count()),
        ("点名退回", "supervision:returns", 0),
    ]
    sees = actor.holds(*SEES_ALL) or actor.own_centres
    # Who only goes where he is sent finds the way to it while he has to go.
    shown = [one for one in entries if one[1] != "supervision:checks" or sees or one[2] or one[1] == here]
    return [(label, reverse(name), count, name == here) for label, name, count in shown]


@require_safe
@post_required(*READERS)
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders that the viewer sees; without a filter what waits for him stands above those that are open."""
    actor = actor_in(request)
    listing = ORDERS.read(request.GET, given_to(actor))
    rows = visible_to(actor).select_related("unit")
    waiting = [] if listing.is_narrowed else _waiting(actor)
    if not listing.is_narrowed:
        # What waits for the viewer stands above, and not a second time among all that is open.
        rows = rows.filter(state__in=sorted(OPEN_ORDER)).exclude(pk__in=[row.pk for row in waiting])
    page = listing.page(rows, count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "lines": order_lines(page.rows), "waiting": order_lines(waiting),
        "tabs": tabs_for(actor, "supervision:orders"), "supervises": is_supervising(actor),
    }  # fmt: skip
    return render(request, "supervision/orders.html", context)


def _waiting(actor: Actor) -> list[Order]:
    rows = waiting_for(actor).select_related("unit").order_by("due_at", "id")[:20]
    urgent = {kind.code for kind in queries.book_on(times.now()).supervision.kinds if kind.urgent}
    return sorted(rows, key=lambda row: row.kind not in urgent)


@require_safe
@post_required(*READERS)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was supervised, verified and talked over about one case: a part of its page."""
    actor = actor_in(request)
    case = get_object_or_404(readable_by(actor), number=number)
    checks = list(
        checks_visible_to(actor).filter(case=case).select_related("checker", "centre").order_by("-sent_at", "-id")
    )
    meetings = meetings_visible_to(actor).filter(about__case=case).order_by("-planned_at", "-id")
    context = {
        "case": case, "orders": order_lines(orders_of_case(case.pk, actor)), "checks": [check_words(one) for one in checks],
        "told": _verdicts_told(case, {one.pk for one in checks}),
        "meetings": [meeting_words(one) for one in meetings], "ways": _ways(case, actor),
    }  # fmt: skip
    is_part = bool(getattr(request, "htmx", False))
    return render(request, f"supervision/of_case.html{'#all' if is_part else ''}", context)


def _verdicts_told(case: Case, seen: set[UUID]) -> list[Check]:
    """Return the verdicts as those are told them who do not see how they were found: what is true, not who was met."""
    rows = Check.objects.filter(case=case, done_at__isnull=False).exclude(pk__in=seen)
    return list(rows.select_related("centre").order_by("-done_at", "-id"))


def _ways(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """Return what the viewer may begin about the case."""
    found = []
    if is_supervising(actor) and lies_over(actor, case):
        found.append(("下达督办", f"{reverse('supervision:new')}?chosen={case.number}"))
    if may_send(actor, case.centre_id):
        found.append(("派人核实", reverse("supervision:send", args=[case.number])))
    if is_supervising(actor) and cases_visible_to(actor).filter(pk=case.pk).exists():
        found.append(("约谈、协调会", f"{reverse('supervision:new_meeting')}?chosen={case.number}"))
    return found


@require_safe
@post_required(*READERS)
def returns(request: HttpRequest) -> HttpResponse:
    """Show what was sent back to units in a period, by unit and by cause, as a circular may name it."""
    actor, problem = actor_in(request), ""
    today = local_day(times.now())
    usual = Scope(since=today - PERIOD, until=today + ONE_DAY)
    try:
        asked = Scope.from_query(request.GET.dict())
    except ValueError as error:
        asked, problem = usual, str(error)
    scope = usual.narrowed(
        since=asked.since or usual.since,
        until=asked.until or usual.until,
        unit_path=_place_seen(actor, asked.unit_path),
    )
    rows = named_returns(scope)
    context = {
        "rows": rows, "totals": totals(rows), "count": sum(row.count for row in rows), "scope": scope,
        "last": scope.until - ONE_DAY if scope.until else None, "problem": problem,
        "tabs": tabs_for(actor, "supervision:returns"),
    }  # fmt: skip
    return render(request, "supervision/returns.html", context)


def _place_seen(actor: Actor, asked: str) -> str:
    """Return the place in the tree whose returns the viewer sees: a unit its own, with all below it."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        return asked
    own = sorted(actor.unit_paths)
    seen = asked and within(own).filter(path=asked).exists()
    return asked if seen else own[0]
