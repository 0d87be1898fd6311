"""Prints the hot topics of a period: `manage hot_topics --since 2018-07-01 --until 2018-07-08`, or of a file of messages."""

import csv
import gzip
import io
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.flow import times
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.insight.counting import known_places, span_of
from huiyin.insight.grouping.heat import Span
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.topics import Found, topics_of
from huiyin.insight.queries import letters_between
from huiyin.insight.rules import book_on, topic_rules
from huiyin.ui.encodings import encoding_of
from huiyin.ui.unreadable import Unreadable

COLUMNS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情")
FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
OUTLIERS = 100
"""Of so many letters one may be much older than the others without the period being reckoned from it."""


class Command(BaseCommand):
    """Prints the hot topics of a period of this installation, or of a file."""

    help = "列出一段时间的热点：默认读本系统的工单，--file 读一份留言 CSV（可以是 .gz）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period or the file."""
        parser.add_argument("--since", type=date.fromisoformat, help="起始日期，含")
        parser.add_argument("--until", type=date.fromisoformat, help="截止日期，不含")
        parser.add_argument("--file", type=Path, help=f"CSV，列：{'、'.join(COLUMNS)}，可有反对数、点赞数")
        parser.add_argument("--top", type=int, default=20, help="列前几个，0 为全部")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find and print."""
        found = _of_file(options) if options["file"] else _of_cases(options)
        shown = [told(rank, one) for rank, one in enumerate(found[: options["top"] or None], start=1)]
        if options["json"]:
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
            return
        for one in shown:
            self.stdout.write(
                f"{one['rank']:>3}. {one['title']}（{one['place'] or '地点不一'}，{one['first']} 至 {one['last']}）"
            )
            self.stdout.write(f"     {len(one['ids'])} 件，热度 {one['formula']}")
        if not shown:
            self.stdout.write("没有达到热点标准的事项")


def told(rank: int, one: Found) -> dict[str, Any]:
    """Return a topic as plain values."""
    return {
        "rank": rank, "title": one.title, "heat": one.heat.value, "ids": [letter.id for letter in one.letters],
        "first": f"{local_day(one.letters[0].at)}", "last": f"{local_day(one.letters[-1].at)}", "place": one.place,
        "people": one.heat.people, "letters": one.heat.letters, "formula": one.heat.said,
    }  # fmt: skip


def _of_cases(options: dict[str, Any]) -> list[Found]:
    now = times.now()
    until = options["until"] or local_day(now) + timedelta(days=1)
    since = options["since"] or until - timedelta(days=7)
    if since >= until:
        raise CommandError("--since 应早于 --until")
    book = book_on(since)
    rules = book.insight.topics
    letters = letters_between(since - (until - since), until, rules.most_cases)
    return topics_of(letters, span_of(since, until - timedelta(days=1), now), topic_rules(rules), known_places(book))


def _of_file(options: dict[str, Any]) -> list[Found]:
    letters = sorted(letters_in(options["file"]), key=lambda letter: (letter.at, letter.id))
    begin, end = options["since"], options["until"]
    inside = [x for x in letters if (not begin or local_day(x.at) >= begin) and (not end or local_day(x.at) < end)]
    book = book_on(local_day(times.now()))
    return topics_of(inside, span_of_letters(inside), topic_rules(book.insight.topics)) if inside else []


def span_of_letters(letters: Sequence[Letter]) -> Span:
    """Return the period of letters that are all there are. A few that are far older than the others do not stretch it."""
    ordered = sorted(letter.at for letter in letters)
    begin = ordered[len(ordered) // OUTLIERS]
    return Span(begin, ordered[-1])


def letters_in(path: Path) -> Iterator[Letter]:
    """Give the rows of a file as letters. Raises CommandError where it cannot be read."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as wrong:
        raise CommandError(f"读不了文件：{wrong}") from None
    rows = csv.DictReader(io.StringIO(_text(raw)))
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise CommandError(f"文件缺少列：{'、'.join(missing)}")
    for number, row in enumerate(rows, start=2):
        nameless = f"第{number}行"
        yield Letter(
            (row["留言编号"] or nameless).strip(),
            (row["留言用户"] or nameless).strip(),
            (row["留言主题"] or "").strip(),
            (row["留言详情"] or "").strip(),
            _moment(row["留言时间"] or "", number),
            likes=_number(row.get("点赞数")),
            dislikes=_number(row.get("反对数")),
        )


def _text(raw: bytes) -> str:
    try:
        encoding = encoding_of(iter([raw]))
    except Unreadable as wrong:
        raise CommandError(str(wrong)) from None
    return raw.decode(encoding.name, encoding.errors)


def _moment(typed: str, number: int) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(typed.strip(), form).replace(tzinfo=CITY_TZ)
        except ValueError:
            continue
    raise CommandError(f"第{number}行的留言时间看不懂：{typed!r}")


def _number(typed: str | None) -> int:
    try:
        return int(float(typed or 0))
    except ValueError:
        return 0
