"""Imports calls from the telephone system's file: `manage import_calls calls.csv.gz`."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from huiyin.calls.importing import Outcome, import_calls
from huiyin.flow import times
from huiyin.flow.times import CITY_TZ
from huiyin.privacy.problems import PrivacyProblem
from huiyin.ui.sheets_in import Unreadable

MOST_NUMBERS = 10


class Command(BaseCommand):
    """`./huiyin manage import_calls FILE`"""

    help = (
        "从话单文件导入来电：一行一通，同一话单编号只收一次，可放心重复导入；不能用的行连同原因另存，改好后可再导入。"
        "号码加密保存。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="CSV、CSV.gz 或 XLSX 文件")
        parser.add_argument("--at", default="", help="导入的时刻，如 2019-06-01T09:00；缺省为现在")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and say how it went."""
        try:
            with Progress(console=Console(stderr=True), transient=True) as shown:
                task = shown.add_task("导入来电", total=None)
                outcome = import_calls(
                    options["file"],
                    at=_moment(options["at"]),
                    watch=lambda so_far: shown.update(task, completed=so_far.read),
                )
        except (Unreadable, PrivacyProblem) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"读写文件出错：{problem.strerror}") from problem
        except DatabaseError as problem:
            raise CommandError("数据库写不进去，已收进的不会丢失；排除故障后重新导入同一文件即可继续") from problem
        self.stdout.write(_as_json(outcome) if options["json"] else _in_words(outcome))


def _moment(text: str) -> datetime:
    if not text:
        return times.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"看不懂的时刻“{text}”，应如 2019-06-01T09:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)


def _as_json(outcome: Outcome) -> str:
    rejects = str(outcome.rejects_file) if outcome.rejects_file else None
    told = {**outcome.counts(), "rejects_file": rejects, "unknown_numbers": dict(outcome.unknown)}
    return json.dumps(told, ensure_ascii=False)


def _in_words(outcome: Outcome) -> str:
    lines = [
        f"读取 {outcome.read} 行：收进 {outcome.accepted}，早已收过 {outcome.repeated}，退回 {outcome.rejected}",
        *(f"第 {number} 行：{reason}" for number, reason in outcome.refusals),
    ]
    if outcome.unknown:
        lines.append(_unknown_in_words(outcome))
    if outcome.rejects_file:
        lines.append(
            f"退回的行和原因在 {outcome.rejects_file}，改好后可直接再导入；"
            f"文件含个人信息，用后请删除，{settings.REJECTS_KEPT_DAYS} 天后自动删除"
        )
    return "\n".join(lines)


def _unknown_in_words(outcome: Outcome) -> str:
    shown = outcome.unknown.most_common(MOST_NUMBERS)
    numbers = "、".join(f"{number}（{count} 通）" for number, count in shown)
    more = f" 等 {len(outcome.unknown)} 个" if len(outcome.unknown) > len(shown) else ""
    return (
        f"有 {outcome.unknown.total()} 通的被叫号码没有哪条线登记：{numbers}{more}。先计入市热线；"
        "是单位专线的，请在单位页“专线号码”登记，这些来电随即归到专线"
    )
