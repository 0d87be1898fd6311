"""Say whether rulebooks can be used: those on the shelf, or drafts in another directory before they are put there."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.errors import Problem, RulebookError


class Command(BaseCommand):
    """`manage check_rulebooks [--shelf DIRECTORY] [--json]`; exit code 1 when something is wrong."""

    requires_system_checks = ()
    help = "检查规则簿：键名、引用、规则是否完整"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the directory and the form."""
        parser.add_argument("--shelf", type=Path, default=shelf.OWN_SHELF, help="规则簿所在目录，每个城市一个子目录")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each book, or every problem. Raises CommandError when there is one."""
        books, problems = _read(options["shelf"])
        if not books and not problems:
            raise CommandError(f"没有规则簿：{options['shelf']}")
        if options["json"]:
            found = {"books": [book.id for book in books], "problems": [vars(problem) for problem in problems]}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        for line in [] if options["json"] else [*map(_line, books), *map(str, problems)]:
            self.stdout.write(line)
        if problems:
            raise CommandError(f"规则簿有 {len(problems)} 处错误")


def _read(directory: Path) -> tuple[list[Rulebook], list[Problem]]:
    try:
        return list(shelf.read_shelf(directory).values()), []
    except RulebookError as error:
        return [], list(error.problems)


def _line(book: Rulebook) -> str:
    leaves = len(book.category_leaves(book.since))
    return f"{book.id}  {book.city.name}：渠道 {len(book.channels)} 个，可选类别 {leaves} 个，无误"
