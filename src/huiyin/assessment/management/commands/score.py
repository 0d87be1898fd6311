"""`manage score FILE --scheme NAME`: a scheme computed on a table of rates from outside, before a city adopts it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.assessment.as_json import dumped
from huiyin.assessment.scoring import Score, scored
from huiyin.assessment.tables import BadTable, Table, read_table
from huiyin.assessment.wording import signed
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.rulebook.errors import RulebookError
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.scheme_shelf import all_schemes, parsed, scheme, scheme_for
from huiyin.rulebook.section import Unknown


class Command(BaseCommand):
    """Prints the scores of the units of a table."""

    help = "考核试算：用一个方案计算外来表格（TOML、XLSX 或 CSV）中各单位的得分"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the table and the scheme."""
        parser.add_argument("file", type=Path, help="表格：TOML（每个单位一段 [[unit]]）、XLSX 或 CSV")
        parser.add_argument(
            "--scheme", required=True, help="方案代号，如 rates-20-30-50，可带版本 /2023-01-01；或方案文件（.toml）"
        )
        parser.add_argument("--shares", action="store_true", help="表中的率写成 0.9806 而不是 98.06")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 列表")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print. Raises CommandError with everything that is wrong."""
        chosen = _scheme(options["scheme"])
        table = _table(options["file"], chosen, options["shares"])
        scores = scored(chosen, table.given)
        for note in table.notes:
            self.stderr.write(f"注意：{note}")
        if options["json"]:
            self.stdout.write(dumped(scores))
            return
        self.stdout.write(f"方案：{chosen.label}（{chosen.id}）")
        for one in sorted(scores, key=lambda score: (score.group, score.rank is None, score.rank or 0)):
            self.stdout.write(_line(one))


def _scheme(named: str) -> Scheme:
    try:
        if named.endswith(".toml"):
            return parsed(Path(named).read_text(encoding="utf-8"), named)
        return scheme(named) if "/" in named else scheme_for(named, local_day(times.now()))
    except Unknown as error:
        known = "、".join(dict.fromkeys(one.name for one in all_schemes()))
        raise CommandError(f"{error.args[0]}" if "有：" in str(error) else f"{error.args[0]}；有：{known}") from None
    except RulebookError as error:
        raise CommandError(f"考核方案不能用：\n{error}") from None
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"打不开方案文件：{named}") from None


def _table(file: Path, chosen: Scheme, shares: bool) -> Table:
    if not file.is_file():
        raise CommandError(f"没有这个文件：{file}")
    try:
        return read_table(file, chosen, shares=shares)
    except BadTable as error:
        raise CommandError(f"表格不能用：\n{error}") from None
    except OSError:
        raise CommandError(f"打不开文件：{file}") from None


def _line(one: Score) -> str:
    rank = f"第 {one.rank} 名" if one.rank else "不排名"
    parts = "，".join(f"{line.label} {signed(line.points)}" for line in one.lines)
    group = f"［{one.group}］" if one.group else ""
    extra = "".join(f"，{alarm}" for alarm in one.alarms)
    return f"{rank} {group}{one.name} {one.total} 分{f'（{one.band}）' if one.band else ''}：{parts}{extra}"
