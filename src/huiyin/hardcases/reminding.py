"""Reminding owners of reviews, and units of seasons that come: by the clock, each once."""

from datetime import datetime

from huiyin.flow.times import local_day
from huiyin.hardcases.models import HardCase, SeasonReminder
from huiyin.hardcases.queries import seasons_on, to_remind, units_to_prepare
from huiyin.journal.door import note
from huiyin.journal.rows import change, insert
from huiyin.journal.writing import writing

SEASONS = "seasons"
"""The chain of events about seasons."""


def remind_of_reviews(at: datetime) -> int:
    """Remind of every review that comes near or is due; return how often."""
    return sum(_remind(row, kind, at) for row, kind in list(to_remind(local_day(at))))


def remind_of_seasons(at: datetime) -> int:
    """Remind the units of the seasons that come near; return how many were told."""
    today, told = local_day(at), 0
    for coming in seasons_on(today):
        if not coming.is_near:
            continue
        for unit, topics in units_to_prepare(coming.season, today):
            row = SeasonReminder(season=coming.season.code, begins=coming.begins, unit_id=unit.pk, at=at)
            with writing():
                # Two clocks at once: one of them reminds.
                if not insert([row], once=True):
                    continue
                said = {
                    "season": coming.season.label, "begins": coming.begins, "unit": unit.pk,
                    "topics": [topic.label for topic in topics],
                }  # fmt: skip
                note("season.remind", "season", row.pk, at=at, head=SEASONS, said=said)
            told += 1
    return told


def _remind(row: HardCase, kind: str, at: datetime) -> int:
    with writing() as now_writing:
        now_writing.lock(type(row.case), row.case_id)
        marked = f"told_{kind}"
        fresh = HardCase.objects.get(pk=row.pk)
        if fresh.review_on != row.review_on or getattr(fresh, marked) == row.review_on or fresh.state != row.state:
            return 0
        change(HardCase, row.pk, {marked: row.review_on})
        said = {"unit": row.owner_id, "review_on": row.review_on, "kind": kind}
        note("hardcase.review_due", "hardcase", row.pk, at=at, head=now_writing.heads[row.case_id], said=said)
    return 1
