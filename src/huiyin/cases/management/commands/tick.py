"""Lets the clock act once: `manage tick`, as the workers do every minute."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huiyin.cases.clockwork import tick
from huiyin.flow import times


class Command(BaseCommand):
    """Urges at the rulebook's points, reminds of reviews, follows a new calendar."""

    help = "时钟走一次：按规则簿的时点自动催办，提醒挂账复查，按新的节假日安排重算期限"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick and say what was done."""
        did = tick(times.now())
        told = f"自动催办{did.urged}次，挂账复查提醒{did.reminded}件，重新计算期限{did.recalculated}个"
        self.stdout.write(json.dumps(asdict(did)) if options["json"] else told)
