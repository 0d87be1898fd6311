"""What the workers run by themselves for the rechecks; the schedules name this function."""

from huiyin.flow import times
from huiyin.rechecks.act import draw_if_due


def draw() -> str:
    """Draw from the last month, once its day has come."""
    row = draw_if_due(times.now())
    return f"抽取复核{row.drawn}件，范围{row.frame}件" if row else "没有到期的抽取"
