"""The places of incidents, tasks and entries of the log: how pages and API move them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.files.act import keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.actor import Actor
from huiyin.flow.times import local
from huiyin.incidents.act import INCIDENT_DOOR, RESOURCE_DOOR, TASK_DOOR
from huiyin.incidents.lifecycle import INCIDENT
from huiyin.incidents.lifecycle_parts import RESOURCE, TASK
from huiyin.incidents.models import Incident, Resource, Task
from huiyin.incidents.queries import (
    incident_facts,
    resource_facts,
    resources_visible_to,
    task_facts,
    tasks_visible_to,
    visible_to,
)
from huiyin.incidents.topics import names_of
from huiyin.moves.place import Asking, Place, Uploads, register
from huiyin.rulebook.shelf import book as book_named


def _page(row: Any) -> str:
    return f"{reverse('incidents:incident', args=[row.incident.number])}#tasks"


def _particulars(asking: Asking) -> Mapping[str, Any]:
    row: Incident = asking.row
    return {
        "title": row.title, "began_at": local(row.began_at), "territories": row.territories, "area": row.area,
        "categories": names_of(row.categories, book_named(row.book)), "whole_day_duty": row.whole_day_duty,
    }  # fmt: skip


def _photos(asking: Asking, files: Any) -> Mapping[str, Any]:
    for file in files:
        keep(file, subject_kind=TASK.kind, subject_id=asking.row.pk, kind="evidence", actor=asking.actor, at=asking.at)
    return {}


PHOTOS = Uploads("现场照片", allowed_in_words(), prepare, _photos)


def _incident_facts(row: Incident, at: datetime) -> Any:
    return incident_facts(row, row.ledger, at)


def _task_facts(row: Task, at: datetime) -> Any:
    return task_facts(row, row.ledger, at)


def _resource_facts(row: Resource, at: datetime) -> Any:
    return resource_facts(row, row.ledger, at)


def _title(row: Incident, actor: Actor) -> str:
    return f"{row.name} {row.title}"


def _task_title(row: Task, actor: Actor) -> str:
    return f"{row.unit.short_name}：{row.words[:40]}"


def _resource_title(row: Resource, actor: Actor) -> str:
    return f"{row.incident.name} {row.words[:40]}"


INCIDENTS = register(
    Place(
        INCIDENT,
        INCIDENT_DOOR.move,
        lambda actor: visible_to(actor).select_related("ledger"),
        _incident_facts,
        lambda row: reverse("incidents:incident", args=[row.number]),
        _title,
        head=lambda row: row.ledger,
        lookup="number",
        initial={"amend": _particulars, "word": lambda asking: {"wording": asking.row.wording}},
    )
)

TASKS = register(
    Place(
        TASK,
        TASK_DOOR.move,
        lambda actor: tasks_visible_to(actor).select_related("ledger", "incident", "unit"),
        _task_facts,
        _page,
        _task_title,
        head=lambda row: row.ledger,
        uploads={"report": PHOTOS, "progress": PHOTOS},
    )
)

RESOURCES = register(
    Place(
        RESOURCE,
        RESOURCE_DOOR.move,
        lambda actor: resources_visible_to(actor).select_related("ledger", "incident", "unit"),
        _resource_facts,
        lambda row: reverse("incidents:resources", args=[row.incident.number]),
        _resource_title,
        head=lambda row: row.ledger,
    )
)
