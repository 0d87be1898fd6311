"""How a due time was counted, in one Chinese sentence that a unit can check with a calendar in its hand."""

from datetime import date, datetime

from huiyin.calendars.days import Workdays
from huiyin.flow.times import local
from huiyin.rulebook.limits import Limit

NAMED_DAYS = 4
"""So many made-up days are named; of more only the number is told."""


def how_counted(days: Workdays, start: datetime, begin: datetime, at: datetime, limit: Limit) -> str:
    """Say from when, by which unit and over which days off the limit was counted."""
    parts = [_beginning(start, begin)]
    if limit.unit in {"day", "workday"}:
        parts.append("首日计入" if limit.first_day_counts else "首日不计")
    elif not limit.natural:
        parts.append("只计办公时间")
    parts += [f"满{limit.label}", *_days_off(days, begin, at, limit), f"至{_moment(at)}"]
    if not limit.natural and (missing := _years_without_notice(days, begin, at)):
        parts.append(f"{missing}放假安排尚未发布，按暂定日历计")
    return "，".join(parts)


def _beginning(start: datetime, begin: datetime) -> str:
    if start == begin:
        return f"自{_moment(start)}起"
    return f"{_moment(start)}不在办公时间，自{_moment(begin)}起"


def _days_off(days: Workdays, begin: datetime, at: datetime, limit: Limit) -> list[str]:
    if limit.natural:
        return []
    first, last = local(begin).toordinal(), local(at).toordinal()
    off = last - first - (days.count_through(last) - days.count_through(first))
    made_up = days.made_up_between(first, last)
    said = [f"其间休息{off}天不计"] if off > 0 else []
    return said + ([f"调休上班{_named(made_up)}计入"] if made_up else [])


def _named(made_up: list[date]) -> str:
    if len(made_up) > NAMED_DAYS:
        return f"{len(made_up)}天"
    return "、".join(f"{day.month}月{day.day}日" for day in made_up)


def _years_without_notice(days: Workdays, begin: datetime, at: datetime) -> str:
    years = range(local(begin).year, local(at).year + 1)
    return "、".join(f"{year}年" for year in years if not days.has_notice(year, year))


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
