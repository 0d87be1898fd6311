"""What units are asked to prepare before a season comes: by the clock, once for each topic, season and unit."""

from datetime import datetime

from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.hardcases.queries import seasons_on, units_to_prepare
from huiyin.insight.act import PREPARATION_DOOR, PREPARATIONS, ledger
from huiyin.insight.models import Preparation
from huiyin.insight.rules import book_on
from huiyin.journal.writing import writing


def ask_for_preparations(at: datetime) -> int:
    """Ask the units of every season that comes near; return how many tasks were given."""
    today, given = local_day(at), 0
    book = book_on(today)
    for coming in seasons_on(today):
        if not coming.is_near:
            continue
        known = set(
            Preparation.objects.filter(season=coming.season.code, begins=coming.begins).values_list("topic", "unit_id")
        )
        wanted = [(topic.code, unit) for unit, topics in units_to_prepare(coming.season, today) for topic in topics]
        for code, unit in wanted:
            if (code, unit.pk) in known:
                continue
            with writing():
                row = Preparation(
                    ledger=ledger(PREPARATIONS), book=book.id, season=coming.season.code, topic=code, begins=coming.begins,
                    unit=unit, asked_at=at,
                )  # fmt: skip
                PREPARATION_DOOR.begin(row, "ask", {}, actor=PLATFORM, at=at)
            given += 1
    return given
