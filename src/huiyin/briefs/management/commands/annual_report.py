"""`manage annual_report --city kaifeng --year 2018`: the yearly summary, each figure counted from what is in the database."""

import json
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huiyin.briefs.annual import Line, Summary, as_json_line, summary_of
from huiyin.flow import times
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.registry import UnknownMeasure
from huiyin.rulebook.section import Unknown

YEARS = range(1950, 2079)


class Command(BaseCommand):
    """Counts and prints."""

    help = "年度总结里的全部数字：逐项现算，附口径；数据库里没有的写“没有数据”"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take city and year."""
        parser.add_argument("--city", default=settings.CITY, help="按哪个城市的规则簿（目录名）")
        parser.add_argument("--year", type=int, help="哪一年，不写为去年")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        year = options["year"] or local_day(times.now()).year - 1
        if year not in YEARS:
            raise CommandError(f"没有 {year} 年")
        try:
            summary = summary_of(options["city"], year)
        except (Unknown, UnknownMeasure, LookupError) as unknown:
            raise CommandError(str(unknown)) from None
        self.stdout.write(_as_json(summary, options["city"], year) if options["json"] else _in_words(summary))


def _as_json(summary: Summary, city: str, year: int) -> str:
    wholes = [
        {"whole": one.whole.asked.code, "parts": [part.asked.code for part in one.parts], "complete": one.complete,
         "agrees": one.agrees, "says": one.says}
        for one in summary.wholes
    ]  # fmt: skip
    told = {"city": city, "year": year, "title": summary.title, "lines": [as_json_line(line) for line in summary.lines]}
    return json.dumps({**told, "wholes": wholes}, ensure_ascii=False)


def _in_words(summary: Summary) -> str:
    since, until = summary.scope.since, summary.scope.until
    last = until - ONE_DAY if until else ""
    text = [f"{summary.title}（{since} 至 {last}，规则簿 {summary.scope.book.id}）"]
    for group, lines in groupby(summary.lines, key=lambda line: line.asked.group):
        text += ["", group, *(f"  {_words(line)}" for line in lines)]
    if summary.wholes:
        text += ["", "核对", *(f"  {one.says}" for one in summary.wholes)]
    return "\n".join(text)


def _words(line: Line) -> str:
    halves = [
        half for half in (line.counted and line.counted.numerator, line.counted and line.counted.denominator) if half
    ]
    parts = f"（{' ÷ '.join(f'{half.label} {half.text()}' for half in halves)}）" if halves else ""
    rows = f"〔{'、'.join(map(str, line.asked.rows))}〕" if line.asked.rows else ""
    about = f"　{line.definition}" if line.definition else ""
    return f"{line.asked.label}：{line.text}{parts}{rows}{about}"
