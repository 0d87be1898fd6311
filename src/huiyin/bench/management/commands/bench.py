"""`./huiyin bench`: measures the house on a throw-away database, beside a bare floor in the same run."""

import json
import signal
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from huiyin.bench.house import Broken
from huiyin.bench.measuring import Wish, measure
from huiyin.bench.report import show
from huiyin.scratch.cluster import NoPostgreSQL

CASES, CASES_ON_SQLITE = 100_000, 10_000
ORIGINALS, ORIGINALS_ON_SQLITE = 2_000, 500


class Command(BaseCommand):
    """Measure and print; the exit code is 0 whether the targets are met or not."""

    help = "性能测量：临时数据库，2 个网页进程，4 个连接，与同一次运行中的地板相比"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how much is measured."""
        parser.add_argument("--sqlite", action="store_true", help="在 SQLite 文件上测量（工单较少）")
        parser.add_argument("--cases", type=_positive, nargs="+", help=f"工单数，可给几个，默认 {CASES}")
        parser.add_argument("--originals", type=_positive, help=f"其中逐件办理的工单数，默认 {ORIGINALS}")
        parser.add_argument("--seconds", type=float, default=4.0, help="每项每轮的秒数，默认 4，共 3 轮")
        parser.add_argument("--door-moves", type=_positive, default=300, help="单进程每轮的次数，默认 300")
        parser.add_argument("--only-waits", action="store_true", help="只量每页等多久，不量负载")
        parser.add_argument(
            "--big-city", action="store_true", help="另写入一年 2000 万件的城市的预汇总并查询（约 2 GB）"
        )
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure as asked. Being asked to end, end everything that was started."""
        signal.signal(signal.SIGTERM, _end)
        news = Console(stderr=True)
        try:
            outcome = measure(_wish(options), lambda text: news.print(f"测量：{text}", markup=False))
        except (Broken, NoPostgreSQL) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            show(outcome, Console(file=sys.stdout))


def _wish(options: dict[str, Any]) -> Wish:
    sqlite = options["sqlite"]
    return Wish(
        kind="sqlite" if sqlite else "postgresql",
        cases=options["cases"] or [CASES_ON_SQLITE if sqlite else CASES],
        originals=options["originals"] or (ORIGINALS_ON_SQLITE if sqlite else ORIGINALS),
        seconds=options["seconds"],
        door_moves=options["door_moves"],
        only_waits=options["only_waits"],
        big_city=options["big_city"] and not sqlite,
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _end(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
