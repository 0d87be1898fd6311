"""What the workers run by themselves for files; the schedules name this function."""

from huiyin.files.queries import stored_names_in_use
from huiyin.files.storage import sweep
from huiyin.flow import times


def sweep_files() -> str:
    """Remove files to which no attachment belongs."""
    return f"清理无主文件{sum(1 for _ in sweep(times.now(), stored_names_in_use))}个"
