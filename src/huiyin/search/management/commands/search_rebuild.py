"""Makes the search index anew from the cases: `manage search_rebuild`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from huiyin.cases.models import Case
from huiyin.search.keeping import keep_all


class Command(BaseCommand):
    """Makes every line anew; people may search and work meanwhile."""

    help = "按全部工单重建查找索引（升级、更换掩码规则或怀疑漏查时用），期间可照常使用"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the lines and say how many there are."""
        with Progress(console=Console(stderr=True), transient=True, disable=options["json"]) as progress:
            task = progress.add_task("重建查找索引", total=Case.objects.count())
            lines = keep_all(lambda done: progress.update(task, completed=done))
        self.stdout.write(json.dumps({"lines": lines}) if options["json"] else f"已为{lines}件工单重建查找索引")
