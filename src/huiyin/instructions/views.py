"""What waits for somebody in this room, the page of one instruction, and the part on the page of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.lifecycle import BEFORE_CLOSING
from huiyin.cases.queries import readable_by
from huiyin.files.queries import attachments_by_subject, attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.instructions import queries
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.places import INSTRUCTIONS, TASKS
from huiyin.instructions.shown import Shown, shown, shown_all
from huiyin.instructions.states import WORKING
from huiyin.instructions.told import history_of
from huiyin.instructions.who import (
    READERS,
    does_anywhere,
    enters_for,
    feeds_back,
    is_leader,
    opens_for,
    presents_for,
    reads_ledger,
)
from huiyin.ui.doors import actor_in, post_required

MOST_AT_HOME = 50
Buttons = list[tuple[str, str]]


@dataclass(frozen=True)
class TaskLine:
    """One task as a page shows it."""

    task: Task
    shown: Shown
    buttons: Buttons
    files: Sequence[Any] = ()


@require_safe
@post_required(*READERS, *UNIT_POSTS)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer, in every post held: to read, to check, to give, to accept, to feed back."""
    actor = actor_in(request)
    context = {
        "is_leader": is_leader(actor),
        "to_read": _lines(queries.waiting_for_leader(actor), actor),
        "to_check": _lines(queries.to_check(actor), actor),
        "to_give": _lines(queries.to_give(actor), actor),
        "to_accept": task_lines(queries.to_accept(actor), actor),
        "owed": task_lines(queries.owed_by(actor), actor) if actor.unit_ids else [],
        "may_present": does_anywhere(actor, presents_for), "may_enter": does_anywhere(actor, enters_for),
        "is_reader": reads_ledger(actor), "feeds_back": feeds_back(actor), "most": MOST_AT_HOME,
    }  # fmt: skip
    return render(request, "instructions/home.html", context)


def at_home(actor: Actor) -> dict[str, Any]:
    """Return what stands on the first page of a leader and of a unit: what lies before him, what it has to feed back."""
    found: dict[str, Any] = {}
    if is_leader(actor):
        found["to_read"] = _lines(queries.waiting_for_leader(actor), actor)
    if actor.unit_ids:
        whole = ("instruction__matter", "instruction__leader", "instruction__centre")
        owed = list(queries.owed_by(actor).select_related(*whole)[:MOST_AT_HOME])
        if owed:
            abouts = shown_all([task.instruction for task in owed], actor)
            found["instructed"] = list(zip(owed, abouts, strict=True))
            found["feeds_back"] = feeds_back(actor)
    return found


@require_safe
@post_required(*READERS, *UNIT_POSTS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one instruction: what it is on, its words, its cases, what each unit has to do and has told."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(_whole(queries.visible_to(actor)), number=number)
    facts = queries.instruction_facts(row, row.ledger, now)
    seen, tasks = shown(row, actor), queries.tasks_visible_to(actor).filter(instruction=row).order_by("number")
    context = {
        "shown": seen, "row": row, "tasks": task_lines(tasks, actor), "buttons": _buttons(row, facts, actor),
        "is_mine": queries.waiting_for_leader(actor).filter(pk=row.pk).exists(),
        "photos": attachments_of("instruction", row.pk), "papers": attachments_of("instruction_matter", row.matter_id),
        "others": _others(row, actor), "history": history_of(row) if seen.is_centre else [],
        "may_split": opens_for(actor, row.centre_id) and row.state in WORKING,
        "abouts": dict(row.abouts.values_list("case_id", "how")),
        "can_print": row.presented_at is not None and presents_for(actor, row.centre_id),
    }  # fmt: skip
    return render(request, "instructions/one.html", context)


@require_safe
@post_required(*READERS, *UNIT_POSTS)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the instructions on a case, each by itself: as a part of its page, or alone where there is no script."""
    actor = actor_in(request)
    case = get_object_or_404(readable_by(actor), number=number)
    template = "instructions/of_case.html#part" if getattr(request, "htmx", False) else "instructions/of_case.html"
    context = {
        "case": case, "lines": shown_all(_whole(queries.of_case(actor, case)), actor),
        "may_present": presents_for(actor, case.centre_id) and case.state in BEFORE_CLOSING,
    }  # fmt: skip
    return render(request, template, context)


def task_lines(rows: Any, actor: Actor) -> list[TaskLine]:
    """Return tasks as a page shows them, with what the viewer may do about each."""
    found = list(
        rows.select_related(
            "ledger", "unit", "reported_by", "instruction__matter", "instruction__leader", "instruction__centre"
        )[:MOST_AT_HOME]
    )
    files, now = attachments_by_subject("instruction_task", [task.pk for task in found]), times.now()
    abouts = shown_all([task.instruction for task in found], actor)
    return [
        TaskLine(task, about, _task_buttons(task, actor, now), files.get(task.pk, ()))
        for task, about in zip(found, abouts, strict=True)
    ]


def _task_buttons(task: Task, actor: Actor, now: Any) -> Buttons:
    moves = TASKS.offered(task, queries.task_facts(task, task.ledger, now), actor)
    return [(move.button, reverse("moves:move", args=["instruction_task", task.number, move.action])) for move in moves]


def _buttons(row: Instruction, facts: Any, actor: Actor) -> Buttons:
    moves = INSTRUCTIONS.offered(row, facts, actor)
    return [(move.button, reverse("moves:move", args=["instruction", row.number, move.action])) for move in moves]


def _lines(rows: Any, actor: Actor) -> list[Shown]:
    return shown_all(_whole(rows)[:MOST_AT_HOME], actor)


def _whole(rows: Any) -> Any:
    return rows.select_related("ledger", "matter__made_by", "leader", "centre", "entered_by", "checked_by", "onward")


def _others(row: Instruction, actor: Actor) -> list[Shown]:
    """Return what other leaders wrote on the same matter."""
    same = queries.visible_to(actor).filter(matter=row.matter_id).exclude(pk=row.pk).order_by("number")
    return shown_all(_whole(same), actor)
