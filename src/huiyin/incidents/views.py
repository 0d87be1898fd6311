"""The pages of incidents: all of them, a new one, one with its tasks, giving tasks, logging resources, the daily sheet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.choosing import unit_pairs
from huiyin.files.queries import attachments_by_subject
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.incidents import asks, measures
from huiyin.incidents.act import declare, give_tasks
from huiyin.incidents.finding import incident_or_404, moment_asked, whole_incident_or_404
from huiyin.incidents.lifecycle_parts import TASK
from huiyin.incidents.models import Incident, Task
from huiyin.incidents.paper import paper_of
from huiyin.incidents.places import INCIDENTS, TASKS
from huiyin.incidents.queries import (
    book_on,
    cases_of,
    cases_to_gather,
    in_force,
    incident_facts,
    task_facts,
    tasks_of,
    tasks_visible_to,
    visible_to,
    words_on_tasks,
)
from huiyin.incidents.sheet import sheet_of, sums_of
from huiyin.incidents.states import OPEN_TASK, RUNNING, IncidentState
from huiyin.incidents.topics import names_of
from huiyin.incidents.who import OPENERS, law, may_command, may_gather, reads_all
from huiyin.measures.scope import Scope
from huiyin.moves.form import form_for
from huiyin.moves.papers import give_paper
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.queries import active

MOST_SHOWN = 300
UNITS = Ask("units", "单位", "units", help="每个单位各一项任务")


@require_safe
@post_required(*OPENERS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the incidents, those that run first; a unit sees those in which it has a task, and its tasks."""
    actor, now = actor_in(request), times.now()
    scope = scope_asked(request)
    rows = visible_to(actor)
    if scope.since or scope.until:
        rows = rows.filter(pk__in=measures.incidents_in(scope).values("pk"))
    found = list(rows.order_by("-began_at", "-id")[:MOST_SHOWN])
    labels = {kind.code: kind.label for kind in law().kinds}
    lines: list[dict[str, Any]] = [{"row": one, "kind": labels.get(one.kind, one.kind)} for one in found]
    context = {
        "running": [one for one in lines if one["row"].state in RUNNING],
        "others": [one for one in lines if one["row"].state not in RUNNING],
        "kinds": law().kinds if may_command(actor, law()) else (), "narrowed": bool(scope.since or scope.until),
        "tasks": task_lines(tasks_of(actor).filter(state__in=OPEN_TASK), actor, now) if actor.unit_paths else [],
        "is_unit": not reads_all(actor),
    }  # fmt: skip
    return render(request, "incidents/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def new(request: HttpRequest) -> HttpResponse:
    """Declare an incident; its kind brings the topics that it mostly touches."""
    actor, now = actor_in(request), times.now()
    if not may_command(actor, law()):
        raise Http404
    book = book_on(now)
    kind = book.incidents.kind(request.GET.get("kind", "")) or book.incidents.kinds[0]
    begins = {
        "kind": kind.code, "whole_day_duty": kind.whole_day_duty, "began_at": times.local(now),
        "categories": names_of(kind.categories, book),
    }  # fmt: skip
    form = form_for(asks.DECLARED, book, data=request.POST if request.method == "POST" else None, initial=begins)
    if request.method == "POST":
        try:
            made = declare(form.said(), actor=actor, at=now, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            return render(request, "incidents/new.html", {"form": form}, status=status_of(refused))
        messages.success(request, f"已登记 {made.name}，启动后话务员即可看到")
        return redirect("incidents:incident", made.number)
    return render(request, "incidents/new.html", {"form": form})


@require_safe
@post_required(*OPENERS)
def incident(request: HttpRequest, number: int) -> HttpResponse:
    """Show one incident: what is said about it, its cases, tasks and resources."""
    actor, now = actor_in(request), times.now()
    found, book = incident_or_404(actor, number), book_on(now)
    law_then, whole = book_named(found.book), reads_all(actor)
    kind = law_then.incidents.kind(found.kind)
    moves = INCIDENTS.offered(found, incident_facts(found, found.ledger, now), actor)
    tasks = tasks_visible_to(actor).filter(incident=found)
    running = found.state in RUNNING
    context = {
        "incident": found, "kind": kind.label if kind else found.kind, "whole": whole,
        "buttons": [(m.button, reverse("moves:move", args=["incident", found.number, m.action])) for m in moves],
        "territories": [law_then.territory(code).label for code in found.territories],
        "categories": names_of(found.categories, law_then), "tasks": task_lines(tasks, actor, now),
        "wordings": found.wordings.select_related("by").order_by("-number"),
        "may_give": running and may_command(actor, book_named(found.book).incidents), "is_running": running,
        "may_log": found.state not in (IncidentState.CLOSED, IncidentState.DROPPED)
        and (may_command(actor, book_named(found.book).incidents) or tasks_of(actor).filter(incident=found).exists()),
        "book": book,
    }  # fmt: skip
    if whole:
        context |= {
            "cases": cases_of(found).count(), "sums": sums_of(found, now, {}),
            "offered": cases_to_gather(found, actor).count() if running and may_gather(actor) else 0,
            "may_gather": may_gather(actor),
        }  # fmt: skip
    return render(request, "incidents/incident.html", context)


def task_lines(rows: Any, actor: Actor, now: Any) -> list[dict[str, Any]]:
    """Return tasks with the buttons of each."""
    found = list(rows.select_related("unit", "incident", "ledger").order_by("due_at", "unit__path", "id")[:MOST_SHOWN])
    photos = attachments_by_subject("incident_task", [task.pk for task in found])
    words = words_on_tasks(task.pk for task in found)
    return [
        {**_task_line(task, actor, now), "photos": photos.get(task.pk, []), "words": _in_words(words.get(task.pk, []))}
        for task in found
    ]


def _in_words(lines: Iterable[tuple[datetime, str, str]]) -> list[tuple[datetime, str, str]]:
    return [(at, TASK.of(action).button, text) for at, action, text in lines]


def _task_line(task: Task, actor: Actor, now: Any) -> dict[str, Any]:
    moves = TASKS.offered(task, task_facts(task, task.ledger, now), actor)
    return {
        "task": task, "is_late": task.is_open and task.due_at < now,
        "was_late": task.reported_at is not None and task.reported_at > task.due_at,
        "buttons": [(m.button, reverse("moves:move", args=["incident_task", task.pk, m.action])) for m in moves],
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def task(request: HttpRequest, number: int) -> HttpResponse:
    """Give one task to several units."""
    actor, now = actor_in(request), times.now()
    found = incident_or_404(actor, number)
    if not may_command(actor, book_named(found.book).incidents) or found.state not in RUNNING:
        raise Http404
    book = book_named(found.book)
    begins = {"due_at": times.local(now) + book.incidents.task_hours * (ONE_DAY / 24)}
    choices = {"units": unit_pairs(active(local_day(now)).filter(depth=1))}
    sent = request.POST if request.method == "POST" else None
    form = form_for([UNITS, *asks.TASK], book, choices, sent, initial=begins)
    if sent is not None:
        said = form.said()
        try:
            made = give_tasks(found, _ids(said.pop("units")), said, actor=actor, at=now, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            return render(request, "incidents/task.html", {"form": form, "incident": found}, status=status_of(refused))
        messages.success(request, f"已向 {len(made)} 个单位下达任务")
        return redirect("incidents:incident", number)
    return render(request, "incidents/task.html", {"form": form, "incident": found})


def _ids(typed: Any) -> list[Any]:
    from uuid import UUID

    try:
        return [UUID(str(one)) for one in typed or ()]
    except ValueError:
        raise Refused([], {"units": "单位没有选对"}) from None


@never_cache
@require_safe
@post_required(*OPENERS)
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Give the daily sheet as it stood at a moment: as a page to be printed, as PDF, as DOCX."""
    actor, now = actor_in(request), times.now()
    found = whole_incident_or_404(actor, number)
    counted = sheet_of(found, moment_asked(request, now), now)
    return give_paper(
        request, paper_of(counted, actor.name), f"情况日报 {found.name} {times.local(counted['at']):%Y%m%d-%H%M}",
        heading="情况日报", about=found.name, back=reverse("incidents:incident", args=[number]), template="incidents/sheet.html",
        subject=("incident", found.pk), incident=found, at=counted["at"], is_now=counted["is_now"],
    )  # fmt: skip


@require_safe
@post_required(*OPENERS)
def tasks(request: HttpRequest) -> HttpResponse:
    """List tasks of all incidents: those that still stand open, or those that a figure counts."""
    actor, now = actor_in(request), times.now()
    which, scope = request.GET.get("which", ""), scope_asked(request)
    counted = {"due": measures.tasks_due, "on_time": measures.tasks_on_time, "on_site": measures.tasks_on_site}
    meant = Q(pk__in=counted[which](scope).values("pk")) if which in counted else Q(state__in=OPEN_TASK)
    rows = tasks_visible_to(actor).filter(meant)
    context = {
        "lines": task_lines(rows, actor, now),
        "total": rows.count(),
        "is_open": which not in counted,
        "most": MOST_SHOWN,
    }
    return render(request, "incidents/tasks.html", context)


def scope_asked(request: HttpRequest) -> Scope:
    """Return the days and the unit for which an address asks. Raises BadRequest (400) for what is no day."""
    try:
        scope = Scope.from_query(
            {"since": request.GET.get("from", ""), "unit_path": request.GET.get("unit", "")}
        )  # fmt: skip
        last = Scope.from_query({"since": request.GET.get("to", "")}).since
        return scope.narrowed(until=last + ONE_DAY) if last else scope
    except ValueError as wrong:
        raise BadRequest(str(wrong)) from wrong


def waiting(actor: Actor) -> int:
    """Return what the mark in the navigation counts: incidents in force, for a unit its open tasks."""
    if reads_all(actor):
        return in_force().count()
    return tasks_of(actor).filter(state__in=OPEN_TASK).count()


def bar_of(incident: Incident) -> dict[str, Any]:
    """Return what the bar says of an incident."""
    book = book_named(incident.book)
    kind = book.incidents.kind(incident.kind)
    where = "、".join([*(book.territory(code).label for code in incident.territories), incident.area]).strip("、")
    return {"incident": incident, "kind": kind.label if kind else "", "where": where or "全市"}
