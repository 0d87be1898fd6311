"""Counts all cases anew from nothing: `manage rollups_rebuild`."""

import json
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from huiyin.cases.models import Case
from huiyin.rollups.keeping import complete, rebuild, work_off
from huiyin.rollups.models import Cell, Counted


class Command(BaseCommand):
    """Throws the counters away and makes them anew; people work meanwhile, and figures come from the cases until it is done."""

    help = "按全部工单重建预汇总（核对出现差异、升级或更换规则簿后用），期间统计改为实时计算，可照常使用"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--only-new", action="store_true", help="保留已有计数，只补上新增指标")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and say how much there is."""
        began = monotonic()
        with Progress(console=Console(stderr=True), transient=True, disable=options["json"]) as progress:
            task = progress.add_task("重建预汇总", total=Case.objects.count())
            count = complete if options["only_new"] else rebuild
            cases = count(lambda done: progress.update(task, completed=done))
        work_off()
        seconds = monotonic() - began
        said = {
            "cases": cases, "cells": Cell.objects.exclude(n=0).count(), "measures": Counted.objects.count(),
            "cases_a_second": round(cases / seconds) if seconds else 0,
        }  # fmt: skip
        words = "已为{cases}件工单重建预汇总：{measures}项指标，{cells}个计数，每秒{cases_a_second}件".format(**said)
        self.stdout.write(json.dumps(said) if options["json"] else words)
