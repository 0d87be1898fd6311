"""What becomes of open tasks when a unit is merged, split or closed: they go to the successor."""

from uuid import UUID

from huiyin.flow.actor import PLATFORM
from huiyin.instructions.act import TASK_DOOR
from huiyin.instructions.models import Task
from huiyin.instructions.states import OPEN_TASK
from huiyin.units.ports import Handover


def hand_over_open_tasks(handover: Handover) -> None:
    """Give every open task of the unit to its heir; a unit that only moved keeps them."""
    if handover.heir_id is None or handover.heir_id == handover.unit_id:
        return
    tasks = Task.objects.filter(unit_id=handover.unit_id, state__in=OPEN_TASK).order_by("number")
    for pk in tasks.values_list("pk", flat=True):
        said = {"unit": handover.heir_id}
        TASK_DOOR.move(pk, "hand_to_successor", said, actor=PLATFORM, at=handover.at, caused_by=handover.caused_by)


def why_it_cannot_close(unit_id: UUID) -> str | None:
    """Return why a unit cannot close without a successor: what a leader asked for is answered by somebody."""
    left = Task.objects.filter(unit_id=unit_id, state__in=OPEN_TASK).count()
    return f"还有{left}项领导批示待反馈，请指定承接单位" if left else None
