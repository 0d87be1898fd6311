"""A city's day done by workers in processes of their own, for tests of what two of them do at once."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings

from huiyin.cases.clockwork import URGED, tick
from huiyin.cases.tests.stage import set_stage
from huiyin.clocks.models import Clock
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice, Outgoing
from huiyin.notices.sending import send_due

LATER = datetime(2018, 6, 20, 10, 0, tzinfo=CITY_TZ)


def prepare(cases: int) -> int:
    """Dispatch cases to one unit, and leave all that follows to the workers."""
    stage = set_stage("dandong")
    for number in range(cases):
        stage.dispatch(stage.register(phone=f"138000{number:05}", title=f"第{number}件").case)
    return Owed.objects.count()


def work() -> None:
    """Do everything that there is to do some weeks later."""
    tick(LATER)
    deliver_all(lambda: LATER)
    send_due(LATER)


def found() -> dict[str, int]:
    """Return what was done, and how much of it only once."""
    lines = [line for file in (Path(settings.VAR) / "outbox").glob("*.jsonl") for line in file.read_text().splitlines()]
    return {
        "owed": Owed.objects.count(), "again": OwedAgain.objects.count(),
        "urged": Event.objects.filter(verb=URGED).count(),
        "clocks": Clock.objects.filter(kind="unit_reply", urges=1).count(),
        "dispatched": Notice.objects.filter(kind="dispatched").count(), "written": Outgoing.objects.count(),
        "sent": len(lines), "references": len({json.loads(line)["reference"] for line in lines}),
    }  # fmt: skip
