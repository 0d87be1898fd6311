"""Says when a limit ends and how it was counted: `manage due 2025-09-30T10:00 --limit 5wd`."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.current import almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.flow.times import CITY_TZ, local, local_day
from huiyin.rulebook import shelf
from huiyin.rulebook.errors import RulebookError
from huiyin.rulebook.limits import Limit


class Command(BaseCommand):
    """Reckons one due time by the calendar in force and the office hours of a city."""

    help = "计算时限：从某一时刻起，按工作日历和办公时间，何时到期，怎样数的"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("start", help="起始时刻，如 2025-09-30T10:00（不写时区即为本地时间）")
        parser.add_argument("--limit", required=True, help="时限：30m 分钟、24h 小时、7d 自然日、5wd 工作日")
        parser.add_argument("--city", default=settings.CITY, help="按哪个城市的办公时间（规则手册目录名）")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the due time."""
        start, limit = _moment(options["start"]), _limit(options["limit"])
        try:
            book = shelf.book_for(options["city"], local_day(start))
            due = _almanac().due(start, limit, book.office)
        except (LookupError, ValueError, RulebookError) as error:
            raise CommandError(str(error)) from error
        answer = {
            "due": local(due.at).isoformat(),
            "how": due.counted,
            "provisional": due.provisional,
            "calendar_version": due.version,
            "book": book.id,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _sentence(answer))


def _almanac() -> Almanac:
    try:
        return almanac()
    except DatabaseError:
        # Before the set-up has made the tables, the notices that come with the product are what it would read.
        return Almanac.of(shipped_notices(), version=0)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"看不懂的时刻“{text}”，应如 2025-09-30T10:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)


def _limit(text: str) -> Limit:
    try:
        return Limit.parse(text)
    except ValueError as error:
        raise CommandError(f"看不懂的时限“{text}”，应如 30m、24h、7d、5wd") from error


def _sentence(answer: dict[str, Any]) -> str:
    return f"到期：{answer['due']}\n算法：{answer['how']}\n依据：{answer['book']}，日历第{answer['calendar_version']}版"
