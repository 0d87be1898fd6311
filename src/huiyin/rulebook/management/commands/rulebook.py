"""Print the rulebook that is in force in a city on a day."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.flow import times
from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown


class Command(BaseCommand):
    """`manage rulebook --city kaifeng --day 2018-06-01 --json`."""

    requires_system_checks = ()
    help = "显示某市某日施行的规则簿"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare city, day and form."""
        parser.add_argument("--city", default=settings.CITY, help="城市代码，如 kaifeng")
        parser.add_argument("--day", type=_day, default=None, help="日期，如 2018-06-01；不写为今天")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the book. Raises CommandError for an unknown city."""
        day = options["day"] or times.local_day(times.now())
        try:
            book = shelf.book_for(options["city"], day)
        except Unknown as unknown:
            raise CommandError(str(unknown)) from None
        printable = book.printable()
        if options["json"]:
            self.stdout.write(json.dumps(printable, ensure_ascii=False))
        else:
            self.stdout.write(_heading(book))
            self.stdout.write(json.dumps(printable, ensure_ascii=False, indent=2))


def _heading(book: Rulebook) -> str:
    return f"{book.id}  {book.city.name}  {book.city.hotline}  自 {book.since} 起施行"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期应写成 2018-06-01：{text}") from None
