"""Archives the cases that ended long enough ago: `manage archive`, as the workers do every night."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from huiyin.cases.clockwork import archive_ended
from huiyin.flow import times


class Command(BaseCommand):
    """Archives through the door, each case with its event."""

    help = "把办结满规定天数的工单归档"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Archive and say how many."""
        with Progress(console=Console(stderr=True), transient=True, disable=options["json"]) as progress:
            task = progress.add_task("归档", total=None)
            archived = archive_ended(times.now(), lambda count: progress.update(task, completed=count))
        self.stdout.write(json.dumps({"archived": archived}) if options["json"] else f"归档{archived}件")
