"""Remove files to which no attachment belongs: broken-off uploads, and contents whose erasure was cut short."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from huiyin.files.queries import stored_names_in_use
from huiyin.files.storage import sweep
from huiyin.flow.times import now


class Command(BaseCommand):
    """`./huiyin manage sweep_files`"""

    help = "清理磁盘上不属于任何附件的文件（上传中断或销毁未完成留下的），一天以内的不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many files went."""
        removed = sum(1 for _ in sweep(now(), stored_names_in_use))
        self.stdout.write(json.dumps({"removed": removed}) if options["json"] else f"已清理 {removed} 个文件")
