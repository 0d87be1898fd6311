"""What the two commands of the imports share: arguments, errors in the user's words, and the answer."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from huiyin.flow.times import CITY_TZ, now
from huiyin.intake.importing.orders import Order, Outcome
from huiyin.intake.importing.progress import ShownProgress
from huiyin.intake.importing.run import import_file, limits_of
from huiyin.intake.models import ImportSubject
from huiyin.people.models import User
from huiyin.privacy.problems import PrivacyProblem
from huiyin.rulebook.section import Unknown
from huiyin.ui.sheets_in import Unreadable, read_rows


class ImportCommand(BaseCommand):
    """Imports one file; the sub-class says what the file holds."""

    subject: ClassVar[ImportSubject]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="CSV、CSV.gz 或 XLSX 文件，编码 UTF-8 或 GB 18030")
        parser.add_argument("--profile", default="", help="文件种类（规则簿 imports.profiles 的代码）；缺省按表头认")
        parser.add_argument("--channel", default="", help="没有渠道列时算哪个渠道（代码或名称）；缺省按文件种类")
        parser.add_argument("--city", default=settings.CITY, help="按哪个城市的规则簿（目录名）")
        parser.add_argument("--at", default="", help="导入的时刻，如 2019-06-01T09:00；缺省为现在")
        parser.add_argument("--by", default="", help="代表谁导入（工号），记入日志；缺省为平台自行导入")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and say how it went."""
        file = options["file"]
        try:
            order = _order(options)
            with ShownProgress(lambda: _rows_in(file, order)) as shown:
                outcome = import_file(file, self.subject, order, shown)
        except (Unreadable, Unknown, PrivacyProblem) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"读写文件出错：{problem.strerror}") from problem
        except DatabaseError as problem:
            raise CommandError("数据库写不进去，已收进的不会丢失；排除故障后重新导入同一文件即可继续") from problem
        self.stdout.write(_as_json(outcome) if options["json"] else _in_words(outcome))


def _order(options: dict[str, Any]) -> Order:
    order = Order(options["city"], _moment(options["at"]), options["profile"], on_behalf_of=_person(options["by"]))
    if not options["channel"]:
        return order
    channel = order.book.channel_called(options["channel"])
    if channel is None:
        raise Unknown(f"规则簿里没有这个渠道：{options['channel']}")
    return Order(order.city, order.at, order.profile, channel.code, order.on_behalf_of)


def _moment(text: str) -> datetime:
    if not text:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"看不懂的时刻“{text}”，应如 2019-06-01T09:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)


def _person(username: str) -> UUID | None:
    if not username:
        return None
    found = User.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise Unknown(f"没有这个工号，或已停用：{username}")
    return found


def _rows_in(file: Path, order: Order) -> int:
    return sum(1 for _ in read_rows(file, limits_of(order)))


def _as_json(outcome: Outcome) -> str:
    rejects = str(outcome.rejects_file) if outcome.rejects_file else None
    return json.dumps({**outcome.counts(), "rejects_file": rejects}, ensure_ascii=False)


def _in_words(outcome: Outcome) -> str:
    lines = [
        f"读取 {outcome.read} 行：收进 {outcome.accepted}，早已收过 {outcome.repeated}，退回 {outcome.rejected}",
        *([f"收进的有 {outcome.alike} 件与先前的内容相同，已标为疑似重复"] if outcome.alike else []),
        *(f"第 {number} 行：{reason}" for number, reason in outcome.refusals),
    ]
    if outcome.rejected > len(outcome.refusals):
        lines.append(f"……共退回 {outcome.rejected} 行")
    if outcome.rejects_file:
        lines.append(
            f"退回的行和原因在 {outcome.rejects_file}，改好后可直接再导入；"
            f"文件含个人信息，用后请删除，{settings.REJECTS_KEPT_DAYS} 天后自动删除"
        )
    return "\n".join(lines)
