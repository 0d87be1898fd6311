"""What the workers run by themselves for instructions; the schedules name this function."""

from huiyin.flow import times
from huiyin.instructions.act import mark_late, remind


def clock() -> str:
    """Remind units of feedback that falls due, and mark what is late."""
    now = times.now()
    return f"批示反馈提醒{remind(now)}次，逾期{mark_late(now)}项"
