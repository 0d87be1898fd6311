"""Moments as the pages print them: exact, short, and beside a due time how much of it is left."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.flow.times import local

DAY, HOUR, MINUTE = 86400, 3600, 60


class Due(NamedTuple):
    """A due time ready to be shown: "11-30 16:40", "剩 4 天", and whether it has passed."""

    at: str
    remaining: str
    is_late: bool


def short(at: datetime, now: datetime) -> str:
    """Return "11-30 16:40" in the city's time, with the year before it when it is not the year of `now`."""
    there, here = local(at), local(now)
    return there.strftime("%m-%d %H:%M" if there.year == here.year else "%Y-%m-%d %H:%M")


def span(length: timedelta) -> str:
    """Return a length in its greatest unit, rounded down: "4 天", "5 小时", "20 分钟"; below a minute "1 分钟"."""
    seconds = int(abs(length).total_seconds())
    if seconds >= DAY:
        return f"{seconds // DAY} 天"
    if seconds >= HOUR:
        return f"{seconds // HOUR} 小时"
    return f"{max(seconds // MINUTE, 1)} 分钟"


def due(at: datetime, now: datetime, remaining: str = "") -> Due:
    """Return the due time as seen at `now`; `remaining` ("4 个工作日") replaces the natural days if it is given."""
    is_late = now > at
    return Due(short(at, now), f"{'超' if is_late else '剩'} {remaining or span(at - now)}", is_late)


def due_mark(shown: Due) -> SafeString:
    """Return the due time as a page prints it."""
    tone = " late" if shown.is_late else ""
    return format_html('<span class="due{}">{} <small>{}</small></span>', tone, shown.at, shown.remaining)
