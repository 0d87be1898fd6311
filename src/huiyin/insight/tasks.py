"""What the workers run by themselves for this room; the schedules name these functions."""

from datetime import timedelta

from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.insight.counting import count_topics
from huiyin.insight.preparing import ask_for_preparations
from huiyin.insight.states import Rhythm
from huiyin.insight.watching import watch


def look() -> str:
    """Count the topics of this week and month, and on the first days those of the last."""
    now = times.now()
    today = local_day(now)
    days = {today, today - timedelta(days=1)}
    week = sum(count_topics(Rhythm.WEEK, day, now) for day in sorted({d - timedelta(days=d.weekday()) for d in days}))
    month = sum(count_topics(Rhythm.MONTH, day, now) for day in sorted({d.replace(day=1) for d in days}))
    return f"周热点{week}个，月热点{month}个"


def warn() -> str:
    """Look for unusual growth, and ask the units to prepare for what comes with the season."""
    now = times.now()
    found, expired = watch(now)
    return f"预警{found}条，消退{expired}条，布置季节准备{ask_for_preparations(now)}项"
