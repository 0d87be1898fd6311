"""The places of instructions and tasks: how pages and API move them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.files.act import keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.files.ports import readers_of
from huiyin.files.queries import attachments_of
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.instructions import choosing
from huiyin.instructions.act import INSTRUCTION_DOOR, TASK_DOOR
from huiyin.instructions.lifecycle import INSTRUCTION
from huiyin.instructions.lifecycle_task import TASK
from huiyin.instructions.models import Instruction, Matter, Task
from huiyin.instructions.queries import instruction_facts, task_facts, tasks_visible_to, visible_to
from huiyin.instructions.shown import shown
from huiyin.instructions.states import Mark
from huiyin.moves.place import Aid, Asking, Place, Uploads, register


def page_of(row: Instruction) -> str:
    """Return the address of the page of an instruction."""
    return reverse("instructions:one", args=[row.number])


def _facts(row: Instruction, at: datetime) -> Any:
    return instruction_facts(row, row.ledger, at)


def _task_facts(row: Task, at: datetime) -> Any:
    return task_facts(row, row.ledger, at)


def _title(row: Instruction, actor: Actor) -> str:
    return f"{row.name} {shown(row, actor).title}"


def _task_title(row: Task, actor: Actor) -> str:
    return f"{row.unit.short_name} {_title(row.instruction, actor)}"


def _kept(subject_kind: str, kind: str) -> Any:
    def keep_files(asking: Asking, files: Sequence[Any]) -> Mapping[str, Any]:
        for file in files:
            keep(file, subject_kind=subject_kind, subject_id=asking.row.pk, kind=kind, actor=asking.actor, at=asking.at)
        return {}

    return keep_files


def _today(asking: Asking) -> Mapping[str, Any]:
    return {"written_on": local_day(asking.at), "mark": Mark.INSTRUCTED.value}


def _to_compare(asking: Asking) -> Mapping[str, Any]:
    return {"shown": shown(asking.row, asking.actor), "photos": attachments_of("instruction", asking.row.pk)}


def _told(asking: Asking) -> Mapping[str, Any]:
    return {"task": asking.row, "shown": shown(asking.row.instruction, asking.actor)}


def _no_photo(asking: Asking) -> str:
    # An entry that was sent back keeps the photograph that came with it.
    return "" if attachments_of("instruction", asking.row.pk).exists() else NO_PHOTO


PHOTO_LABEL, PHOTO_HELP = "手写原件照片", "必附：拍下或扫描领导签批的那一页，核对的人凭它对照"
NO_PHOTO = "请附上手写原件的照片或扫描件，核对的人凭它对照"
PHOTO = Uploads(PHOTO_LABEL, PHOTO_HELP, prepare, _kept("instruction", "scan"), _no_photo)
COMPARE = Aid("instructions/aids/compare.html", _to_compare)
TOLD = Aid("instructions/aids/task.html", _told)

INSTRUCTIONS = register(
    Place(
        INSTRUCTION,
        INSTRUCTION_DOOR.move,
        lambda actor: visible_to(actor).select_related(
            "ledger", "matter", "leader", "centre", "entered_by", "checked_by"
        ),
        _facts,
        page_of,
        _title,
        head=lambda row: row.ledger,
        lookup="number",
        choices={"units": choosing.units, "onward": choosing.other_leaders},
        initial={"enter": _today},
        aids={"enter": COMPARE, "check": COMPARE, "reject_entry": COMPARE, "give": COMPARE, "instruct": COMPARE},
        uploads={"enter": PHOTO},
    )
)

TASKS = register(
    Place(
        TASK,
        TASK_DOOR.move,
        lambda actor: tasks_visible_to(actor).select_related(
            "ledger", "unit", "instruction__matter", "instruction__leader", "instruction__centre"
        ),
        _task_facts,
        lambda row: page_of(row.instruction),
        _task_title,
        head=lambda row: row.ledger,
        lookup="number",
        aids=dict.fromkeys(("feed_back", "accept", "send_back", "change_due", "cancel", "urge"), TOLD),
        uploads={"feed_back": Uploads("佐证材料", allowed_in_words(), prepare, _kept("instruction_task", "evidence"))},
    )
)


def reads_instruction(actor: Actor, instruction_id: UUID) -> bool:
    """Whether the actor may look at the photograph of the handwriting."""
    return visible_to(actor).filter(pk=instruction_id).exists()


def reads_matter(actor: Actor, matter_id: UUID) -> bool:
    """Whether the actor may read the paper: whoever reads a word on it."""
    return Matter.objects.filter(pk=matter_id, instructions__in=visible_to(actor)).exists()


def reads_task(actor: Actor, task_id: UUID) -> bool:
    """Whether the actor may read what a unit sent with its feedback."""
    return tasks_visible_to(actor).filter(pk=task_id).exists()


readers_of("instruction", reads_instruction)
readers_of("instruction_matter", reads_matter)
readers_of("instruction_task", reads_task)
