"""What the workers run by themselves for cases; the schedules name these functions."""

from huiyin.cases.clockwork import archive_ended, tick
from huiyin.flow import times


def clock() -> str:
    """Urge, remind, and follow a new calendar."""
    did = tick(times.now())
    return f"自动催办{did.urged}次，挂账复查提醒{did.reminded}件，重新计算期限{did.recalculated}个"


def archive() -> str:
    """Archive what ended long enough ago."""
    return f"归档{archive_ended(times.now())}件"
