"""`manage figures`: every counter and rate of a period, as a table or as one JSON object by the names of measures."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.measures.figures import Figure, figures
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period
from huiyin.statistics.printing import all_as_json, printed
from huiyin.units.models import Unit

PARTS = {
    "category": "类别代码，含其下各级", "territory": "属地代码", "kind": "诉求性质", "family": "渠道大类",
    "channel": "渠道代码", "tag": "专项标签",
}  # fmt: skip


class Command(BaseCommand):
    """Prints the figures of a period."""

    help = "办理情况统计：打印一段时间的全部指标"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period and the part of the city."""
        parser.add_argument("--since", type=_day, help="第一天，如 2018-01-01；不写为今年第一天")
        parser.add_argument("--until", type=_day, help="最后一天（含当天），如 2018-12-31；不写为今天")
        parser.add_argument("--city", help="按哪个城市的规则簿；不写为本系统的城市")
        parser.add_argument("--unit", default="", help="单位名称或简称，含其下各级")
        for name, text in PARTS.items():
            parser.add_argument(f"--{name}", default="", help=text)
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        scope = _scope(options)
        found = figures(registry_for(scope.book), scope)
        if options["json"]:
            self.stdout.write(json.dumps(all_as_json(found), ensure_ascii=False))
            return
        for figure in found.values():
            self.stdout.write(_line(figure, scope))


def _scope(options: dict[str, Any]) -> Scope:
    today = local_day(times.now())
    last = options["until"] or today
    try:
        scope = of_period(options["since"] or date(last.year, 1, 1), last, options["city"])
    except (ValueError, LookupError) as error:
        raise CommandError(str(error)) from None
    parts = {name: options[name] for name in PARTS}
    return scope.narrowed(unit_path=_path_of(options["unit"]), **parts)


def _path_of(name: str) -> str:
    if not name:
        return ""
    found = Unit.objects.filter(name=name) | Unit.objects.filter(short_name=name)
    paths = list(found.values_list("path", flat=True))
    if len(paths) != 1:
        raise CommandError(f"没有单位“{name}”" if not paths else f"有{len(paths)}个单位叫“{name}”，请写全称")
    return str(paths[0])


def _line(figure: Figure, scope: Scope) -> str:
    unit = "" if figure.numerator else figure.unit
    return f"{figure.label}（{figure.name}）：{printed(figure, scope.book)}{unit}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期应写成 2018-01-01，不能是“{text[:20]}”") from None
