"""What the workers run by themselves for the registers; the schedules name this function."""

from huiyin.flow import times
from huiyin.registers.reminding import remind_all


def remind() -> str:
    """Remind units of reports that fall due or are owed."""
    return f"定期报送提醒{remind_all(times.now())}次"
