"""The room `instructions` as a Django app."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class InstructionsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.instructions"
    verbose_name = "领导批示"

    def ready(self) -> None:
        """Enter the pages into the navigation, and follow the calendar."""
        from huiyin.clocks import ports
        from huiyin.flow.posts import UNIT_POSTS
        from huiyin.instructions.succession import hand_over_open_tasks, why_it_cannot_close
        from huiyin.instructions.who import READERS
        from huiyin.ui.navigation import Entry, register
        from huiyin.units import ports as unit_ports

        ports.on_due_changed.append(_follow_calendar)
        unit_ports.on_succession(hand_over_open_tasks)
        unit_ports.before_close_without_successor(why_it_cannot_close)
        register(Entry("领导批示", "instructions:home", "pen", READERS | UNIT_POSTS, order=55, count=_waiting))


def _waiting(actor: Actor) -> int:
    from huiyin.instructions.queries import waits_for

    return waits_for(actor)


def _follow_calendar(change: Any, at: datetime) -> None:
    from huiyin.instructions.giving import KIND, follow_calendar

    if change.subject_kind == KIND:
        follow_calendar(change.subject_id, change.new)
