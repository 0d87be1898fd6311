"""`manage simulate`: the city works, on the cases that are there or on a whole planned time, and is then counted."""

import json
import time
from argparse import ArgumentParser
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huiyin.cases.models import Case
from huiyin.cases.states import OPEN_CASE
from huiyin.demo.cities import CitySketch, NoSuchCity, sketch_of
from huiyin.demo.keeping_year import keep_year
from huiyin.demo.plan import FOLDER, Plan, PlanError, plan_named, read_plan
from huiyin.demo.playing import Played, play_open_cases, play_plan
from huiyin.demo.preparing import prepare
from huiyin.demo.progress import bar
from huiyin.demo.ringing import Exchange
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.journal.models import Event
from huiyin.measures.figures import Figure, figures
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period
from huiyin.statistics.printing import all_as_json, printed


class Command(BaseCommand):
    """Plays, then prints the figures of what was played."""

    help = "模拟办理：不写年份时办理现有工单，写年份时从头模拟一整年"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be played, by which hand, and how large."""
        parser.add_argument("--city", default=settings.CITY, help="kaifeng 或 dandong")
        parser.add_argument("--year", type=int, help="模拟随软件提供的某年计划，如开封 2018、丹东 2010")
        parser.add_argument("--plan", type=Path, help="自己的计划文件（TOML）")
        parser.add_argument(
            "--scale", default="1", help="按比例缩放，如 0.05：总数四舍五入，各部分按最大余数法分配，合计不变"
        )
        parser.add_argument("--seed", type=int, default=1, help="随机种子：同一种子结果相同")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, play, count, print."""
        try:
            sketch = sketch_of(options["city"])
            plan = _plan(options)
            prepare(sketch)
            began = time.monotonic()
            played, scope = _play_whole(sketch, plan, options) if plan else _play_open(options)
        except (NoSuchCity, PlanError) as mistake:
            raise CommandError(str(mistake)) from None
        self._print(played, scope, round(time.monotonic() - began, 1), options)

    def _print(self, played: Played, scope: Scope, seconds: float, options: dict[str, Any]) -> None:
        found = figures(registry_for(scope.book), scope)
        if options["json"]:
            about = {
                "city": options["city"], "seed": options["seed"], "since": str(scope.since or ""),
                "until": str(scope.until - timedelta(days=1) if scope.until else ""),
                "played": played.matters, "moves": played.moves, "skipped": len(played.skipped), "seconds": seconds,
            }  # fmt: skip
            self.stdout.write(json.dumps({**about, **all_as_json(found)}, ensure_ascii=False))
            return
        self.stdout.write(f"模拟了 {played.matters} 件、{played.moves} 步，用时 {seconds} 秒")
        for reason in sorted(set(played.skipped)):
            self.stdout.write(f"{played.skipped.count(reason)} 件无人办理：{reason}")
        for figure in found.values():
            self.stdout.write(_line(figure, scope))


def _plan(options: dict[str, Any]) -> Plan | None:
    if options["plan"] is None and options["year"] is None:
        return None
    plan = read_plan(options["plan"]) if options["plan"] else plan_named(options["city"], options["year"])
    if plan.city != options["city"]:
        raise PlanError(f"计划是 {plan.city} 的，请加 --city {plan.city}")
    return plan.scaled(_scale(options["scale"]))


def _scale(text: str) -> Fraction:
    try:
        scale = Fraction(text)
    except (ValueError, ZeroDivisionError):
        scale = Fraction(0)
    if not 0 < scale <= 1000:
        raise PlanError(f"--scale 应是大于 0 的数，如 0.05，不能是“{text[:20]}”")
    return scale


def _play_whole(sketch: CitySketch, plan: Plan, options: dict[str, Any]) -> tuple[Played, Scope]:
    there = Case.objects.filter(accepted_day__gte=plan.since, accepted_day__lte=plan.last).count()
    if there:
        raise PlanError(f"{plan.since} 至 {plan.last} 已有受理的工单 {there} 件，请换一个空的数据库")
    with bar(plan.title, plan.total + sum(plan.besides.values())) as tell:
        played = play_plan(plan, seed=options["seed"], tell=tell)
    keep_year(sketch, plan, options["seed"], papers=_scale(options["scale"]) == 1)
    if plan.telephone:
        rng = Random(f"telephone:{plan.city}:{options['seed']}")
        Exchange(sketch, plan.since, plan.last, rng).ring({str(name): count for name, count in plan.telephone.items()})
    return played, of_period(plan.since, plan.last, plan.city)


def _play_open(options: dict[str, Any]) -> tuple[Played, Scope]:
    plan = read_plan(FOLDER / "working.toml")
    with bar("办理现有工单", Case.objects.filter(state__in=sorted(OPEN_CASE)).count()) as tell:
        played = play_open_cases(options["city"], plan, seed=options["seed"], tell=tell)
    first = Case.objects.order_by("received_at").values_list("received_at", flat=True).first()
    last = Event.objects.filter(verb__startswith="case.").order_by("-at").values_list("at", flat=True).first()
    since, until = (local_day(moment or times.now()) for moment in (first, last))
    return played, of_period(since, until, options["city"])


def _line(figure: Figure, scope: Scope) -> str:
    unit = "" if figure.numerator else figure.unit
    return f"{figure.label}（{figure.name}）：{printed(figure, scope.book)}{unit}"
