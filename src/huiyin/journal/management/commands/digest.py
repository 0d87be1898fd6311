"""Signs the digest of all chains and prints it to be kept elsewhere: `manage digest`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huiyin.flow import times
from huiyin.flow.times import local
from huiyin.journal.digest import SETTLED, printed, sign_digest


class Command(BaseCommand):
    """Signs what the journal was ten minutes ago: by then every transaction has ended."""

    help = "对全部事件链的末端签名，生成日志摘要（可打印后另处保存，日后用 verify_journal 核对）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign, keep and print."""
        made = sign_digest(times.now() - SETTLED)
        answer = {
            "at": local(made.at).isoformat(),
            "chains": made.chains,
            "root": bytes(made.root).hex(),
            "signature": bytes(made.signature).hex(),
        }
        self.stdout.write(json.dumps(answer) if options["json"] else printed(made))
