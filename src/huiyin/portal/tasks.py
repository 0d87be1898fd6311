"""What the workers run by themselves for the citizens' pages; the schedules name this function."""

from huiyin.flow import times
from huiyin.portal.lost_codes import serve_all


def codes() -> str:
    """Give new query codes to those who asked for one."""
    sent, refused = serve_all(times.now())
    return f"补发查询码{sent}个，不符{refused}个"
