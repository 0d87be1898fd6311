"""Brings an installation up to the program that lies here: `manage upgrade`. The first time it sets one up."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.config.upgrading import NotUpgraded, upgrade


class Command(BaseCommand):
    """Backup, tables, page files, checks, plans: each only where it is still to be done."""

    help = "升级（或首次建立）：先备份，再更新数据库、页面文件和自动任务，并做检查；重复执行没有影响"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--backup", type=Path, metavar="文件", help="备份写到哪里；缺省在需要时写到 backups 目录")
        parser.add_argument("--without-backup", action="store_true", help="不备份（另有可靠的备份时）")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Upgrade and say what was done."""
        say = (lambda text: None) if options["json"] else self.stdout.write
        target = options["backup"].absolute() if options["backup"] else None
        try:
            done = upgrade(say, backup_to=target, without_backup=options["without_backup"], quiet=options["json"])
        except NotUpgraded as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            json.dumps(done.as_json(), ensure_ascii=False) if options["json"] else "完成，可以启动 ./huiyin serve"
        )
