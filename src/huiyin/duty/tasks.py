"""What the workers run by themselves for the duty; the schedules name this function."""

from huiyin.duty.act import tell_of_gaps
from huiyin.flow import times


def watch() -> str:
    """Tell units and centre where somebody is missing."""
    return f"空班提醒{tell_of_gaps(times.now())}次"
