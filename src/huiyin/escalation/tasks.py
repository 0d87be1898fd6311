"""What the workers run by themselves for this room; the schedules name these functions."""

from django.conf import settings

from huiyin.escalation.climbing import climb, look_at_units, remind_of_corrections
from huiyin.flow import times


def ladder() -> str:
    """Show cards and propose what has come."""
    did = climb(times.now())
    return f"亮牌{did.shown}次，提请{did.proposed}项"


def units() -> str:
    """Look at the units as a whole, and remind of corrections."""
    now = times.now()
    did = look_at_units(now, settings.CITY)
    return f"单位突出问题提请{did.proposed}项，整改提醒{remind_of_corrections(now)}次"
