"""Plans the tasks that run by themselves: `manage schedules`; each migration and each start does it too."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from huiyin.flow import times
from huiyin.journal.schedules import register_schedules


class Command(BaseCommand):
    """Lays the table of the settings into the workers' own; a second time nothing changes."""

    help = "登记平台自动运行的任务（每分钟、每夜）；重复执行不会重复登记"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Register and list."""
        changed = register_schedules(times.now())
        names = [one.name for one in settings.SCHEDULES]
        if options["json"]:
            self.stdout.write(json.dumps({"schedules": names, "changed": changed}, ensure_ascii=False))
            return
        for one in settings.SCHEDULES:
            when = f"每夜{one.nightly_at:%H:%M}" if one.nightly_at else f"每{one.minutes}分钟"
            self.stdout.write(f"{when}  {one.label}{'（已更新）' if one.name in changed else ''}")
