"""How much time another system leaves: "3", "2天", "16小时", "-1", "超期2个工作日", told as a moment."""

import re
import unicodedata
from datetime import datetime, timedelta

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.office import closing
from huiyin.flow.times import local_day
from huiyin.rulebook.limits import Limit, OfficeHours, Unit

_WORDS: dict[str, Unit] = {
    "个工作日": "workday", "工作日": "workday", "wd": "workday", "个自然日": "day", "自然日": "day", "d": "day",
    "个小时": "hour", "小时": "hour", "h": "hour", "分钟": "minute", "分": "minute", "m": "minute",
}  # fmt: skip
_DAYS = ("天", "日")
_LATE = ("已超期", "已逾期", "超期", "逾期", "超时", "超", "-")
_LENGTHS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
_WRITTEN = re.compile(
    f"(?:还?剩余?)?(?P<late>{'|'.join(_LATE)})?(?P<amount>[0-9]{{1,5}}(?:\\.[0-9]+)?)"
    f"(?P<word>{'|'.join([*_WORDS, *_DAYS])})?"
)


def due_after(text: str, at: datetime, ordinary: Unit, days: Almanac, office: OfficeHours) -> datetime | None:
    """Return when so much time from `at` is over, None for what cannot be read.

    A bare number counts in `ordinary` units, and so do 天 and 日 where these are days of some sort. Hours and minutes
    run day and night, as a countdown on a screen does. What is overdue was due before `at`.
    """
    found = _WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None:
        return None
    amount = float(found["amount"]) * (-1 if found["late"] else 1)
    unit = _unit(found["word"], ordinary)
    return _workdays_after(at, amount, days, office) if unit == "workday" else at + amount * _LENGTHS[unit]


def _unit(word: str | None, ordinary: Unit) -> Unit:
    if word is None:
        return ordinary
    if word in _DAYS:
        return ordinary if ordinary in {"workday", "day"} else "day"
    return _WORDS[word]


def _workdays_after(at: datetime, amount: float, days: Almanac, office: OfficeHours) -> datetime:
    if amount == 0:
        # None left: due today, as long as the office works.
        return max(at, closing(local_day(at), office)) if days.is_workday(local_day(at)) else at
    whole, part = divmod(abs(amount), 1)
    sign = 1 if amount > 0 else -1
    moment = days.next_opening(at, office) if amount > 0 else at
    if whole:
        moment = days.shifted(moment, Limit(amount=int(whole), unit="workday"), office, times=sign)
    return days.add_office_time(moment, sign * part * timedelta(minutes=office.minutes_a_day), office)
