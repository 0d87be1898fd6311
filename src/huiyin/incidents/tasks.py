"""What the workers run by themselves for the incidents; the schedules name this function."""

from huiyin.flow import times
from huiyin.incidents.act import tell_of_late_tasks


def watch() -> str:
    """Tell of tasks that nobody reported in time."""
    return f"事件任务超期提醒{tell_of_late_tasks(times.now())}项"
