"""`manage demo_city`: build the demo city and some days of its work, and print who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huiyin.cases.models import Case
from huiyin.demo.cities import NoSuchCity, sketch_of
from huiyin.demo.keeping_instructions import fill_instructions
from huiyin.demo.keeping_ladder import fill_ladder
from huiyin.demo.keeping_lines import fill_lines
from huiyin.demo.keeping_papers import fill_papers
from huiyin.demo.keeping_registers import fill_registers
from huiyin.demo.keeping_watch import fill_watch
from huiyin.demo.looking_again import look_again
from huiyin.demo.preparing import prepare, sign_ins
from huiyin.demo.progress import bar
from huiyin.demo.publishing import publish_last_month
from huiyin.demo.recent import play_recent_days, recent_plan
from huiyin.demo.ringing import ring_lately
from huiyin.demo.seeing_topics import see_topics
from huiyin.demo.supervising import supervise
from huiyin.flow import times


class Command(BaseCommand):
    """Builds the demo city once; afterwards it only prints."""

    help = "建立演示城市：单位、人员、联系人和最近几周的工单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the city, and whether only the sign-ins are wanted."""
        parser.add_argument("--city", default=settings.CITY, help="kaifeng 或 dandong")
        parser.add_argument("--print-signins", action="store_true", help="打印每个岗位的登录账号")
        parser.add_argument("--no-cases", action="store_true", help="只建单位和人员，不办理演示工单")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build what is missing, then print."""
        try:
            sketch = sketch_of(options["city"])
        except NoSuchCity as unknown:
            raise CommandError(str(unknown)) from None
        prepare(sketch)
        if not (options["no_cases"] or Case.objects.exists()):
            with bar("办理演示工单", recent_plan(sketch, times.now()).total) as tell:
                play_recent_days(sketch, now=times.now(), seed=options["seed"], tell=tell)
            ring_lately(sketch, now=times.now())
            fill_lines(sketch, now=times.now())
            fill_registers(sketch, now=times.now())
            supervise(now=times.now())
            look_again(sketch, now=times.now())
            see_topics(times.now())
            fill_watch(sketch, now=times.now())
            fill_instructions(sketch, now=times.now())
            fill_ladder(sketch, now=times.now())
            publish_last_month(sketch, now=times.now())
            fill_papers(sketch, now=times.now())
        if options["print_signins"]:
            self._print()

    def _print(self) -> None:
        password, people = sign_ins()
        if not people:
            self.stdout.write("本系统的账号不是演示账号，请向系统管理员领取")
            return
        for one in people:
            self.stdout.write(f"{one.post}\t{one.username}\t{password}\t{one.name}\t{one.unit}".rstrip())
