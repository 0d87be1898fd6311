"""`manage check_paper FILE --json`: the check before signing, asked of the figures of a paper from outside."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.crossfoot.checking import check
from huiyin.crossfoot.findings import Grade
from huiyin.crossfoot.reading import Unreadable, read_file
from huiyin.crossfoot.written import as_json, lines, unreadable_as_json

UNUSABLE = 2


class Command(BaseCommand):
    """Checks a file of stated figures. It ends with 0 whatever it found, unless asked otherwise, and with 2 if it cannot read."""

    requires_system_checks = ()
    help = "核对一份文稿的数字：总分、比率、前后一致、大小关系、历史比较（TOML，写法见 docs/check-paper.md）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the form of the answer."""
        parser.add_argument("file", type=Path, help="TOML 文件：文稿里的数字和它们之间的关系")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
        parser.add_argument("--strict", action="store_true", help="有硬错时以 1 结束，供脚本使用")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print. Raises CommandError (2) with everything that is wrong with the file."""
        try:
            report = check(read_file(options["file"]))
        except Unreadable as error:
            if options["json"]:
                self._print(unreadable_as_json(error))
            raise CommandError(f"文件不能用：\n{error}", returncode=UNUSABLE) from None
        if options["json"]:
            self._print(as_json(report))
        else:
            self.stdout.writelines(f"{line}\n" for line in lines(report))
        if options["strict"] and report.of(Grade.ERROR):
            raise CommandError("有硬错，改正前不能签发", returncode=1)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
