"""What the workers run by themselves for the drafts; the schedules name this function."""

from huiyin.drafts.act import remove_old
from huiyin.flow import times


def old_drafts() -> str:
    """Delete the drafts that were kept long enough."""
    return f"删除过期草稿{remove_old(times.now())}份"
