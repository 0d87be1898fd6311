"""Numbers of cases: unique, gaps allowed, drawn at the last moment so that nobody waits for the counter."""

from datetime import datetime
from typing import Any

from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.rulebook.shelf import book as book_named


def give_number(case: Any) -> None:
    """Draw the next number of the case's family by the format of its book; the day is that of its registration."""
    wanted = book_named(case.book).number_format(case.family)
    day = local_day(_day_of(case))
    case.number = wanted.write(day, draw(wanted.series(day)))


def _day_of(case: Any) -> datetime:
    moment: datetime = case.accepted_at or case.received_at
    return moment
