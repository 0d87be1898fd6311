"""Does the work that is owed after events: `manage deliver`, as the workers do every minute."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huiyin.flow import times
from huiyin.journal.work import deliver_all


class Command(BaseCommand):
    """Delivers until nothing is left that can be done now."""

    help = "处理事件之后的各项后续工作（通知、回访任务等），直到眼下没有可做的为止"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deliver and say how much was done."""
        did = deliver_all(times.now)
        answer = {"done": did.done, "failed": did.failed, "unknown": list(did.unknown)}
        told = f"完成{did.done}件，失败{did.failed}次（稍后重试）"
        if did.unknown:
            told += f"\n没有房间认领，保留未动：{'、'.join(did.unknown)}"
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else told)
