"""What the workers run by themselves for the intake; the schedules name this function."""

from huiyin.flow import times
from huiyin.intake.importing.retention import remove_old_rejects


def rejects() -> str:
    """Delete the files of refused rows that were kept long enough."""
    return f"删除退回行文件{remove_old_rejects(times.now())}个"
