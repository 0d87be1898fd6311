"""Compares the counters with the cases: `manage rollups_check`, with `--full` all of them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.rollups.checking import SAMPLE, check
from huiyin.rollups.known import incomplete


class Command(BaseCommand):
    """Counts cases anew and compares; ends with an error where anything differed, after what could be put right was."""

    help = "核对预汇总与工单是否一致，能改正的当场改正；有差异时以错误结束"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--full", action="store_true", help=f"核对全部工单和全部日期，默认抽{SAMPLE}件和近两个月")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and tell."""
        total = Case.objects.count()
        with Progress(console=Console(stderr=True), transient=True, disable=options["json"]) as progress:
            task = progress.add_task("核对预汇总", total=total if options["full"] else min(total, SAMPLE))
            row = check(times.now(), full=options["full"], tell=lambda done: progress.update(task, completed=done))
        said = {
            "complete": not incomplete(), "cases": row.cases, "cells": row.cells, "differences": row.differences,
            "found": row.found, "seconds": row.seconds,
        }  # fmt: skip
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else _words(said))
        if row.differences:
            raise SystemExit(1)


def _words(said: dict[str, Any]) -> str:
    lines = [f"核对{said['cases']}件工单、{said['cells']}个日计数，差异{said['differences']}处"]
    lines += [
        f"{one['case']}：{one['says']}" if "case" in one
        else f"{one['measure']} {one['day']}：预汇总{one['kept']}，实际{one['counted']}"
        for one in said["found"]
    ]  # fmt: skip
    if not said["complete"]:
        lines.append("有指标尚未完整计入，统计暂用实时计算；运行 rollups_rebuild 重建")
    return "\n".join(lines)
