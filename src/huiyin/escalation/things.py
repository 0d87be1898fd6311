"""What a clock or a step of the ladder is about, as a thing with a page: a case, a supervision order, an instruction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.clocks.models import Clock
from huiyin.escalation.models import StepTaken
from huiyin.flow.actor import Actor
from huiyin.instructions.queries import tasks_visible_to
from huiyin.statistics.lines import case_line
from huiyin.supervision.queries import visible_to as orders_visible_to


@dataclass(frozen=True)
class Thing:
    """What is late, or about to be: a case, a supervision order, what a leader's instruction asks of the unit."""

    address: str
    number: str
    title: str


def of_what(clock: Clock) -> UUID:
    """Return of which thing a clock is told: a share as its case; an order and a task are things of their own."""
    return clock.case_id or clock.subject_id


def things_of(clocks: list[Clock], actor: Actor) -> dict[UUID, Thing]:
    """Return what the clocks are about, as far as the actor may see it: a statement for each kind of thing there is."""
    ids = [of_what(clock) for clock in clocks]
    found: dict[UUID, Thing] = {}
    for case in cases_visible_to(actor).filter(pk__in=ids).select_related("lead_unit"):
        line = case_line(case, actor)
        found[case.pk] = Thing(line.address, line.number, line.title)
    kinds = {clock.subject_kind for clock in clocks}
    if "supervision" in kinds:
        for order in orders_visible_to(actor).filter(pk__in=ids):
            found[order.pk] = Thing(reverse("supervision:order", args=[order.number]), order.paper, order.asked[:40])
    if "instruction_task" in kinds:
        for task in tasks_visible_to(actor).filter(pk__in=ids).select_related("instruction"):
            row = task.instruction
            found[task.pk] = Thing(reverse("instructions:one", args=[row.number]), row.name, "领导批示待反馈")
    return found


def behind_steps(steps: Sequence[StepTaken], actor: Actor) -> dict[UUID, Thing]:
    """Return the order or the instruction for which each step without a case was reached; a unit as a whole has none."""
    ids = [step.about for step in steps if step.case_id is None]
    clocks = list(Clock.objects.filter(pk__in=ids)) if ids else []
    things, about = things_of(clocks, actor), {clock.pk: of_what(clock) for clock in clocks}
    return {step.pk: things[about[step.about]] for step in steps if about.get(step.about) in things}
