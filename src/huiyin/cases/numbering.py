"""Numbers of cases: unique, gaps allowed, drawn at the last moment so that nobody waits for the counter."""

from datetime import datetime
from typing import Any

from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.rulebook.shelf import book as book_named


def give_number(case: Any) -> None:
    """Draw the next number of the case's family by the format of its book; the day is that of its registration.

    A unit's own line has a series of its own, whose numbers begin with its letters.
    """
    law, day = book_named(case.book), local_day(_day_of(case))
    line = case.centre.line_code if case.centre_id else ""
    wanted = law.numbers.own_line if line else law.number_format(case.family)
    case.number = wanted.write(day, draw(wanted.series(day, line)), line)


def _day_of(case: Any) -> datetime:
    moment: datetime = case.accepted_at or case.received_at
    return moment
