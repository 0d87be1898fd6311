"""Imports a holiday notice and moves the open due times that it concerns: `manage import_notice 2027.toml`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.calendars.act import Imported, import_notice
from huiyin.calendars.current import almanac
from huiyin.calendars.notices import BadNotice, read_notices
from huiyin.clocks.recalculating import recalculate_all
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import now


class Command(BaseCommand):
    """Puts the notices of a file in force, then reckons open due times anew, with an event each."""

    help = "导入国务院办公厅的节假日安排通知（TOML，每份一个 [[notice]]），并重新计算未办结工单的期限"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="通知文件，写法同随产品提供的 notices.toml")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file; a file with one bad notice is refused as a whole."""
        at = now()
        imported = [import_notice(facts, actor=PLATFORM, at=at) for facts in _notices_in(options["file"])]
        moved = recalculate_all(at)
        answer = {
            "notices": [{"year": i.notice.year, "version": i.notice.version, "new": i.new} for i in imported],
            "calendar_version": almanac(fresh=True).version,
            "due_times_moved": len(moved),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _told(imported, len(moved)))


def _notices_in(file: Path) -> list[Any]:
    try:
        return read_notices(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"读不了文件 {file}：{error}") from error
    except BadNotice as bad:
        raise CommandError("\n".join(bad.reasons)) from bad


def _told(imported: list[Imported], moved: int) -> str:
    lines = [f"{i.notice}：{'已导入' if i.new else '与现行安排相同，未作改动'}" for i in imported]
    return "\n".join([*lines, f"重新计算后变动的期限：{moved}个"])
