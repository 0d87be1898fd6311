"""The log of resources: what was put in and what it reached, with sums by kind, of one incident or of all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.choosing import unit_pairs
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.incidents import asks
from huiyin.incidents.act import enter_resource
from huiyin.incidents.amounts import shown
from huiyin.incidents.finding import incident_or_404, moment_asked
from huiyin.incidents.measures import resources_in
from huiyin.incidents.models import Incident, Resource
from huiyin.incidents.places import RESOURCES
from huiyin.incidents.queries import book_on, places_with_tasks, resource_facts, resources_visible_to, tasks_of
from huiyin.incidents.sheet import resources_matching, sums_of
from huiyin.incidents.states import IncidentState
from huiyin.incidents.views import scope_asked
from huiyin.incidents.who import OPENERS, may_command, reads_all
from huiyin.journal.door import note
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit
from huiyin.units.queries import active, within

MOST_SHOWN = 500
WHOLE_CITY = "全市"
UNIT = Ask("unit", "单位", "choice", required=False, help="不选为全市合计")
OWN_UNIT = Ask("unit", "单位", "choice")
HEADER = ("时间", "种类", "数量", "计量单位", "用途", "单位", "登记人", "登记时间")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def resources(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show the log of an incident with its sums, take it out as a file, and enter one more line."""
    actor, now = actor_in(request), times.now()
    found = incident_or_404(actor, number)
    form = _form(found, actor, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form is not None:
        return _entered(request, found, form)
    if request.GET.get("file") == "xlsx":
        return _file(request, found)
    return _page(request, found, form)


def _entered(request: HttpRequest, found: Incident, form: MoveForm) -> HttpResponse:
    actor, now = actor_in(request), times.now()
    said = form.said()
    try:
        unit = _unit_of(found, actor, str(said.pop("unit") or ""), now)
        made = enter_resource(found, unit, said, actor=actor, at=now, key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, found, form, status=status_of(refused))
    messages.success(request, f"已登记 {shown(made.scaled)}")
    return redirect("incidents:resources", found.number)


def _form(found: Incident, actor: Actor, now: Any, data: Any) -> MoveForm | None:
    """Return the form for those who enter, None for readers."""
    if found.state in (IncidentState.CLOSED, IncidentState.DROPPED):
        return None
    units = _units(found, actor, now)
    if units is None:
        return None
    asked = UNIT if may_command(actor, book_named(found.book).incidents) else OWN_UNIT
    begins: dict[str, Any] = {"on": times.local(now)}
    # A unit's people enter mostly for their own unit, seldom for one below it.
    own = [code for code, _ in units if code in {str(pk) for pk in actor.unit_ids}]
    if own:
        begins["unit"] = own[0]
    return form_for([*asks.RESOURCE, asked], book_named(found.book), {"unit": units}, data, initial=begins)


def _units(found: Incident, actor: Actor, now: Any) -> list[tuple[str, str]] | None:
    if may_command(actor, book_named(found.book).incidents):
        return unit_pairs(active(local_day(now)).filter(depth=1))
    if not tasks_of(actor).filter(incident=found).exists():
        return None
    return unit_pairs(active(local_day(now)) & within(actor.unit_paths))


def _unit_of(found: Incident, actor: Actor, typed: str, now: Any) -> Unit | None:
    if not typed:
        if may_command(actor, book_named(found.book).incidents):
            return None
        raise Refused([], {"unit": "请选择单位"})
    offered = dict(_units(found, actor, now) or ())
    if typed not in offered:
        raise Refused([], {"unit": "没有这个单位，或不是您的单位"})
    return Unit.objects.get(pk=typed)


def _page(request: HttpRequest, found: Incident, form: MoveForm | None, status: int = 200) -> HttpResponse:
    actor, now = actor_in(request), times.now()
    at, kind = moment_asked(request, now), request.GET.get("kind", "")
    book = book_named(found.book)
    rows = resources_matching(found, {"kind": kind}, at) & resources_visible_to(actor)
    withdrawn = Resource.objects.filter(incident=found, state="withdrawn") & resources_visible_to(actor)
    context = {
        "incident": found, "form": form, "kind": book.incidents.resource(kind),
        "lines": _lines(rows, actor, now), "withdrawn": _lines(withdrawn, actor, now),
        "sums": sums_of(found, at, {}) if reads_all(actor) else [],
    }  # fmt: skip
    return render(request, "incidents/resources.html", context, status=status)


def _lines(rows: Any, actor: Actor, now: Any) -> list[dict[str, Any]]:
    found = rows.select_related("unit", "incident", "ledger", "entered_by").order_by("-on", "-id")[:MOST_SHOWN]
    tasked = places_with_tasks(row.incident_id for row in found)
    return [_line(row, actor, now, tasked) for row in found]


def _line(row: Resource, actor: Actor, now: Any, tasked: Any) -> dict[str, Any]:
    kind = book_named(row.book).incidents.resource(row.kind)
    moves = RESOURCES.offered(row, resource_facts(row, row.ledger, now, tasked), actor)
    return {
        "row": row, "label": kind.label if kind else row.kind, "measure": kind.measure if kind else "",
        "amount": shown(row.scaled), "unit": row.unit.short_name if row.unit else WHOLE_CITY,
        "buttons": [(m.button, reverse("moves:move", args=["incident_resource", row.pk, m.action])) for m in moves],
    }  # fmt: skip


def _file(request: HttpRequest, found: Incident) -> HttpResponseBase:
    actor, now = actor_in(request), times.now()
    rows = resources_matching(found, {}, now) & resources_visible_to(actor)
    lines = [
        (one["row"].on, one["label"], one["row"].amount, one["measure"], one["row"].words, one["unit"],
         one["row"].entered_by.name, one["row"].entered_at)
        for one in _lines(rows, actor, now)
    ]  # fmt: skip
    said = {"incident": found.name, "format": "xlsx", "rows": len(lines)}
    note("export.incident", "export", uuid7(), at=now, head="exports", actor=actor, said=said)
    return xlsx_response(f"{found.name}-资源记录-{times.local(now):%Y%m%d-%H%M}.xlsx", "资源记录", HEADER, lines)


@require_safe
@post_required(*OPENERS)
def all_resources(request: HttpRequest) -> HttpResponse:
    """List the entries of one kind in the logs of all incidents: what a measure adds up."""
    actor, now = actor_in(request), times.now()
    scope, kind = scope_asked(request), request.GET.get("kind", "")
    law = book_on(now).incidents
    chosen = law.resource(kind) or law.resources[0]
    rows = resources_in(chosen.code, scope) & resources_visible_to(actor)
    context = {
        "kind": chosen, "kinds": law.resources, "lines": _lines(rows, actor, now), "total": rows.count(), "most": MOST_SHOWN,
        "asked": {key: request.GET.get(key, "") for key in ("from", "to", "unit")},
    }  # fmt: skip
    return render(request, "incidents/all_resources.html", context)
