"""What the workers run by themselves for the test calls; the schedules name this function."""

from huiyin.flow import times
from huiyin.linetests.act import plan_if_due


def plan() -> str:
    """Draw up the month's calls, once its day has come."""
    row = plan_if_due(times.now())
    return f"列出拨测{row.drawn}个单位" if row else "没有到期的拨测"
