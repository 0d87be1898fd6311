"""Checks that nobody changed the journal: `manage verify_journal`, or `--case K20180604-0001` for one case."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from huiyin.flow.times import local
from huiyin.journal.chain import Broken, Verified, head_models, name_of, rows_of, verify_all, verify_chain
from huiyin.journal.digest import verify_digest
from huiyin.journal.models import Digest, Event


class Command(BaseCommand):
    """Checks the chains of events and the signed digests; ends with an error where anything is wrong."""

    help = "核对事件日志：每条链是否完整、未被改动，签名摘要是否相符"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--case", help="只核对一个工单，写工单编号")
        parser.add_argument("--digests", type=int, default=1, help="核对最近几份签名摘要，默认1份；0为不核对")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and tell."""
        found = _verify_case(options["case"]) if options["case"] else self._verify_all(quiet=options["json"])
        digests = {} if options["case"] else _verify_digests(options["digests"])
        wrong = bool(found.broken) or any(digests.values())
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, digests, wrong), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found, digests)))
        if wrong:
            raise SystemExit(1)

    def _verify_all(self, *, quiet: bool) -> Verified:
        total = sum(rows_of(model).count() for model in head_models())
        with Progress(console=Console(stderr=True), transient=True, disable=quiet) as progress:
            task = progress.add_task("核对事件链", total=total)
            return verify_all(lambda checked: progress.update(task, completed=checked))


def _verify_case(number: str) -> Verified:
    for model in head_models():
        if not any(field.name == "number" for field in model._meta.get_fields()):
            continue
        head: Any = rows_of(model).filter(number=number).first()
        if head:
            problems = tuple(verify_chain(head.pk, model))
            events = Event.objects.filter(chain_id=head.pk).count()
            return Verified(1, events, (Broken(head.pk, name_of(head), problems),) if problems else ())
    raise CommandError(f"没有这个工单：{number}")


def _verify_digests(count: int) -> dict[str, list[str]]:
    latest = Digest.objects.order_by("-at")[:count]
    return {local(digest.at).isoformat(): verify_digest(digest) for digest in latest}


def _as_json(found: Verified, digests: dict[str, list[str]], wrong: bool) -> dict[str, Any]:
    broken = [{"chain": str(b.head_id), "name": b.name, "problems": list(b.problems)} for b in found.broken]
    return {"ok": not wrong, "chains": found.chains, "events": found.events, "broken": broken, "digests": digests}


def _lines(found: Verified, digests: dict[str, list[str]]) -> list[str]:
    lines = [f"事件链{found.chains}条，事件{found.events}条，有问题的链{len(found.broken)}条"]
    lines += [f"{b.name or b.head_id}：{'；'.join(b.problems)}" for b in found.broken]
    lines += [f"摘要 {at}：{'；'.join(problems) or '相符'}" for at, problems in digests.items()]
    return lines
